package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.testing.ChildJvm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Runs parents of children, each in a small JVM of its own, for each method that this platform has. */
final class ChildMethods {
    private ChildMethods() {}

    static Stream<StartMethod> all() {
        return Arrays.stream(StartMethod.values())
                .filter(method -> method.missingBecause().isEmpty());
    }

    /** The parent's output, after it has found everything right. */
    static String run(Class<? extends Program> parent, StartMethod method, Path... files) {
        ChildJvm.Ended ended = ChildJvm.run(SpawnedMain.class, List.of(), arguments(parent, method, files));
        assertEquals(0, ended.exitValue(), ended.output());
        return ended.output();
    }

    static ChildJvm start(Class<? extends Program> parent, StartMethod method, Path... files) {
        return ChildJvm.start(SpawnedMain.class, List.of(), arguments(parent, method, files));
    }

    private static Object[] arguments(Class<? extends Program> parent, StartMethod method, Path... files) {
        List<String> arguments = Stream.concat(
                        Stream.of(method.name()), Arrays.stream(files).map(Path::toString))
                .toList();
        return new ProgramWork(parent, arguments).arguments().toArray();
    }
}
