package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.Until;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a child computes, how it ends, and how it is asked to. */
final class BodyTest {
    private static final String WAYS = "dev.mitosis.ipc.Way#unforcedAndFallback";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource(WAYS)
    void comesBackWithItsResult(Way way) {
        ChildMethods.run(Callers.OfResults.class, way);
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void comesBackWithWhatItThrew(Way way) {
        ChildMethods.run(Callers.OfOneThatThrows.class, way);
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void failsInTheChildWhenItCannotBeReadThere(Way way) {
        ChildMethods.run(Callers.OfOneThatCannotBeRead.class, way);
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void comesBackWithTheStackTraceOfWhatCannotBeSent(Way way) {
        ChildMethods.run(Callers.OfOneThatThrowsWhatCannotBeSent.class, way);
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void saysWhatInItsResultCannotBeSent(Way way) {
        ChildMethods.run(Callers.OfAResultThatCannotBeSent.class, way);
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void hasNoResultWhenKilled(Way way) {
        ChildMethods.run(Callers.OfOneThatIsKilled.class, way);
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void hasNoResultWhenItExits(Way way) {
        ChildMethods.run(Callers.OfOneThatExits.class, way);
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void writesItsOutputToFiles(Way way) {
        ChildMethods.run(
                ForkServerParents.WhoRedirects.class, way, directory.resolve("output"), directory.resolve("error"));
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void endsInOrderWhenTerminated(Way way) {
        ChildMethods.run(Callers.OfOneThatIsTerminated.class, way, directory.resolve("started"));
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    @EnabledOnOs(OS.LINUX)
    void isSuspendedAndResumed(Way way) {
        ChildMethods.run(Callers.OfOneThatIsSuspended.class, way, directory.resolve("started"));
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    @EnabledOnOs(OS.LINUX)
    void isReapedAlsoWhenNobodyJoinsIt(Way way) {
        ChildMethods.run(Callers.WhoForgets.class, way);
    }

    @ParameterizedTest
    @EnumSource(names = {"FORK", "FORKSERVER"})
    void leavesNoSlotTakenWhenNobodyJoinsIt(Way way) {
        assumeTrue(way.method().missingBecause().isEmpty());
        ChildMethods.run(Callers.WhoForgetsMany.class, way);
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    @EnabledOnOs(OS.LINUX)
    void endsWithItsParent(Way way) {
        try (ChildJvm parent = ChildMethods.start(Callers.WhoDies.class, way, directory.resolve("started"))) {
            String child = parent.readLine();
            assertTrue(Callers.proc(child).isPresent());
            parent.kill();
            awaitEnd(child);
        }
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    @EnabledOnOs(OS.LINUX)
    void livesOnWhenAskedTo(Way way) throws Exception {
        try (ChildJvm parent = ChildMethods.start(Callers.WhoDiesBefore.class, way, directory.resolve("started"))) {
            String child = parent.readLine();
            parent.kill();
            Thread.sleep(1_500);
            assertTrue(Callers.proc(child).isPresent());
            ProcessHandle.of(Long.parseLong(child)).orElseThrow().destroyForcibly();
            awaitEnd(child);
        }
    }

    /** A parent that never joins its child leaves a file behind. */
    @Test
    void removesWhatDeadParentsLeft() throws Exception {
        ChildMethods.run(Callers.WhoNeverJoins.class, Way.SPAWN);
        SharedDirectory directory = SharedDirectory.ofThisUser();
        ChildMethods.run(Callers.OfResults.class, Way.SPAWN);
        assertEquals(
                0,
                directory.abandoned().stream()
                        .filter(file -> file.toString().contains(".outcome."))
                        .count());
    }

    @Test
    void namesTheCapturedVariableThatCannotGoToANewJvm() {
        Thread thread = new Thread();
        Body<String> body = () -> thread.getName();
        assertRefused("variable 1 that a lambda in dev.mitosis.ipc.BodyTest captures, a java.lang.Thread", body);
    }

    @Test
    void namesTheFieldThatCannotGoToANewJvm() {
        Job job = new Job(new Step("first", new Object()));
        assertRefused("field dev.mitosis.ipc.BodyTest$Step.held, a java.lang.Object", () -> job.step.name());
    }

    @Test
    void refusesToForkWhatOnlyANewJvmCanHave() {
        ChildBuilder builder =
                ChildProcess.builder().name("worker").method(StartMethod.FORK).environment("A", "b");
        if (StartMethod.FORK.missingBecause().isEmpty()) {
            String message = assertThrows(IllegalArgumentException.class, () -> builder.start(() -> 1))
                    .getMessage();
            assertEquals(
                    "a forked child cannot have an environment of its own: use SPAWN, child=worker, value={A=b}",
                    message);
        } else {
            assertThrows(UnsupportedOperationException.class, () -> builder.start(() -> 1));
        }
    }

    @Test
    void givesANewJvmWhatItWasAskedTo() throws Exception {
        Path output = directory.resolve("output");
        List<String> seen = ChildProcess.builder()
                .method(StartMethod.SPAWN)
                .environment("MITOSIS_TEST", "set")
                .directory(directory)
                .jvmFlags("-Dmitosis.test=flag")
                .output(ProcessBuilder.Redirect.to(output.toFile()))
                .start(BodyTest::surroundings)
                .result();
        assertEquals(
                List.of("set", directory.toRealPath().toString(), "flag"),
                List.of(seen.get(0), Path.of(seen.get(1)).toRealPath().toString(), seen.get(2)));
        assertEquals("printed", Files.readString(output));
    }

    private static List<String> surroundings() {
        System.out.print("printed");
        return List.of(
                System.getenv("MITOSIS_TEST"), System.getProperty("user.dir"), System.getProperty("mitosis.test"));
    }

    private record Step(String name, Object held) implements Serializable {}

    private record Job(Step step) implements Serializable {}

    private static void assertRefused(String where, Body<?> body) {
        ChildBuilder builder = ChildProcess.builder().method(StartMethod.SPAWN);
        String message = assertThrows(IllegalArgumentException.class, () -> builder.start(body))
                .getMessage();
        assertEquals("the body is not serialisable: " + where, message);
    }

    private static void awaitEnd(String pid) {
        Until.holds("the child has ended, pid=" + pid, () -> Callers.proc(pid).isEmpty());
    }
}
