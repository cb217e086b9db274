package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for a child, however it was started. Its parent is a small JVM that runs one of {@link Parents}. */
final class ChildProcessTest {
    @TempDir
    private Path directory;

    static boolean forks() {
        return StartMethod.FORK.missingBecause().isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.ChildMethods#all")
    void exitsWithItsProgramsCode(StartMethod method) {
        ChildMethods.run(Parents.OfThreeCodes.class, method);
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.ChildMethods#all")
    void getsItsArgumentsUnchanged(StartMethod method) throws Exception {
        Path file = directory.resolve("arguments");
        ChildMethods.run(Parents.OfArguments.class, method, file);
        assertEquals("two words||ünï|$HOME 'q\"", Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.ChildMethods#all")
    void exitsWithOneAndAStackTraceWhenItsProgramThrows(StartMethod method) {
        String output = ChildMethods.run(Parents.OfOneThatThrows.class, method);
        assertTrue(output.contains("IllegalStateException: on purpose"), output);
        assertTrue(output.contains("at dev.mitosis.ipc.Programs$Fail.run"), output);
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.ChildMethods#all")
    void isKilledByNameAndLeavesNoZombie(StartMethod method) {
        ChildMethods.run(Parents.OfOneThatIsKilled.class, method, directory.resolve("started"));
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.ChildMethods#all")
    void isLeftAloneByAJoinThatIsInterrupted(StartMethod method) {
        ChildMethods.run(Parents.WhoIsInterrupted.class, method, directory.resolve("started"));
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.ChildMethods#all")
    void leavesToItsParentWhatIsForTheParentsEnd(StartMethod method) {
        assertEquals(
                1, count("hook;", ChildMethods.run(Parents.WithAnEnd.class, method, directory.resolve("deleted"))));
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.ChildMethods#all")
    void writesWhatWasBufferedOnce(StartMethod method) {
        String output = ChildMethods.run(Parents.WhoBuffers.class, method);
        assertEquals(1, count("parent;", output), output);
        assertEquals(1, count("child;", output), output);
    }

    @Test
    @EnabledIf("forks")
    void isAWholeJvmWithItsParentsHeapWhenForked() {
        ChildMethods.run(Parents.OfOneThatCollects.class, StartMethod.FORK);
    }

    @Test
    void spawnIsAlwaysThere() {
        assertEquals("", StartMethod.SPAWN.missingBecause());
    }

    private static long count(String part, String output) {
        return Pattern.compile(Pattern.quote(part)).matcher(output).results().count();
    }
}
