package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for a child, however it was started. Its parent is a small JVM that runs one of {@link Parents}. */
final class ChildProcessTest {
    @TempDir
    private Path directory;

    static Stream<StartMethod> methods() {
        return Arrays.stream(StartMethod.values())
                .filter(method -> method.missingBecause().isEmpty());
    }

    static boolean forks() {
        return StartMethod.FORK.missingBecause().isEmpty();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void exitsWithItsProgramsCode(StartMethod method) {
        run(Parents.OfThreeCodes.class, method);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void getsItsArgumentsUnchanged(StartMethod method) throws Exception {
        Path file = directory.resolve("arguments");
        run(Parents.OfArguments.class, method, file);
        assertEquals("two words||ünï|$HOME 'q\"", Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void exitsWithOneAndAStackTraceWhenItsProgramThrows(StartMethod method) {
        String output = run(Parents.OfOneThatThrows.class, method);
        assertTrue(output.contains("IllegalStateException: on purpose"), output);
        assertTrue(output.contains("at dev.mitosis.ipc.Programs$Fail.run"), output);
    }

    @ParameterizedTest
    @MethodSource("methods")
    void isKilledByNameAndLeavesNoZombie(StartMethod method) {
        run(Parents.OfOneThatIsKilled.class, method, directory.resolve("started"));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void isLeftAloneByAJoinThatIsInterrupted(StartMethod method) {
        run(Parents.WhoIsInterrupted.class, method, directory.resolve("started"));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void leavesToItsParentWhatIsForTheParentsEnd(StartMethod method) {
        assertEquals(1, count("hook;", run(Parents.WithAnEnd.class, method, directory.resolve("deleted"))));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void writesWhatWasBufferedOnce(StartMethod method) {
        String output = run(Parents.WhoBuffers.class, method);
        assertEquals(1, count("parent;", output), output);
        assertEquals(1, count("child;", output), output);
    }

    @Test
    @EnabledIf("forks")
    void isAWholeJvmWithItsParentsHeapWhenForked() {
        run(Parents.OfOneThatCollects.class, StartMethod.FORK);
    }

    @Test
    void spawnIsAlwaysThere() {
        assertEquals("", StartMethod.SPAWN.missingBecause());
    }

    /** The parent's output, after it has found everything right. */
    private static String run(Class<? extends Program> parent, StartMethod method, Path... files) {
        List<String> arguments = Stream.concat(
                        Stream.of(method.name()), Arrays.stream(files).map(Path::toString))
                .toList();
        ChildJvm.Ended ended = ChildJvm.run(
                SpawnedMain.class,
                List.of(),
                SpawnedMain.arguments(parent, arguments).toArray());
        assertEquals(0, ended.exitValue(), ended.output());
        return ended.output();
    }

    private static long count(String part, String output) {
        return Pattern.compile(Pattern.quote(part)).matcher(output).results().count();
    }
}
