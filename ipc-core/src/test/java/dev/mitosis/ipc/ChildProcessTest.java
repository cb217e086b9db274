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
    @MethodSource("dev.mitosis.ipc.Way#unforcedAndFallback")
    void exitsWithItsProgramsCode(Way way) {
        ChildMethods.run(Parents.OfThreeCodes.class, way);
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.Way#unforcedAndFallback")
    void getsItsArgumentsUnchanged(Way way) throws Exception {
        Path file = directory.resolve("arguments");
        ChildMethods.run(Parents.OfArguments.class, way, file);
        assertEquals("two words||ünï|$HOME 'q\"", Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.Way#unforcedAndFallback")
    void exitsWithOneAndAStackTraceWhenItsProgramThrows(Way way) {
        String output = ChildMethods.run(Parents.OfOneThatThrows.class, way);
        assertTrue(output.contains("IllegalStateException: on purpose"), output);
        assertTrue(output.contains("at dev.mitosis.ipc.Programs$Fail.run"), output);
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.Way#unforcedAndFallback")
    void isKilledByNameAndLeavesNoZombie(Way way) {
        ChildMethods.run(Parents.OfOneThatIsKilled.class, way, directory.resolve("started"));
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.Way#unforcedAndFallback")
    void isLeftAloneByAJoinThatIsInterrupted(Way way) {
        ChildMethods.run(Parents.WhoIsInterrupted.class, way, directory.resolve("started"));
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.Way#unforcedAndFallback")
    void leavesToItsParentWhatIsForTheParentsEnd(Way way) {
        assertEquals(1, count("hook;", ChildMethods.run(Parents.WithAnEnd.class, way, directory.resolve("deleted"))));
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.Way#unforcedAndFallback")
    void writesWhatWasBufferedOnce(Way way) {
        String output = ChildMethods.run(Parents.WhoBuffers.class, way);
        assertEquals(1, count("parent;", output), output);
        assertEquals(1, count("child;", output), output);
    }

    @Test
    @EnabledIf("forks")
    void isAWholeJvmWithItsParentsHeapWhenForked() {
        ChildMethods.run(Parents.OfOneThatCollects.class, Way.FORK);
    }

    @Test
    void isSpawnedWhereNothingElseIsThere() {
        ChildMethods.run(Parents.WhoCanOnlySpawn.class, Way.SPAWN_WITHOUT_POSIX);
    }

    private static long count(String part, String output) {
        return Pattern.compile(Pattern.quote(part)).matcher(output).results().count();
    }
}
