package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.testing.ChildJvm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Runs parents of children, each in a small JVM of its own. */
final class ChildMethods {
    private ChildMethods() {}

    /** The parent's output, after it has found everything right. */
    static String run(Class<? extends Program> parent, Way way, Path... files) {
        ChildJvm.Ended ended = way.run(SpawnedMain.class, arguments(parent, way, files));
        assertEquals(0, ended.exitValue(), ended.output());
        return ended.output();
    }

    static ChildJvm start(Class<? extends Program> parent, Way way, Path... files) {
        return way.start(SpawnedMain.class, arguments(parent, way, files));
    }

    private static Object[] arguments(Class<? extends Program> parent, Way way, Path... files) {
        List<String> arguments = Stream.concat(
                        Stream.of(way.method().name()), Arrays.stream(files).map(Path::toString))
                .toList();
        return new ProgramWork(parent, arguments).arguments().toArray();
    }
}
