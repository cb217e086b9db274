package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.Until;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a fork server is beyond what holds for every start method. */
@EnabledIf("forks")
final class ForkServerTest {
    @TempDir
    private Path directory;

    static boolean forks() {
        return StartMethod.FORKSERVER.missingBecause().isEmpty();
    }

    @Test
    void hasReadyForItsChildrenWhatItWasAskedTo() {
        run(ForkServerParents.WhoPrepare.class, directory.resolve("noted"));
    }

    @Test
    void leavesItToEachChildToInitialiseItsProgram() {
        run(ForkServerParents.WhoStartPrograms.class);
    }

    @Test
    void isMadeAnewWhenItDiesAndEachBodyRunsOnce() {
        run(ForkServerParents.WhoseServerIsKilled.class, directory.resolve("noted"));
    }

    @Test
    void forksForSeveralThreadsAtOnce() {
        run(ForkServerParents.WhoAskAtOnce.class);
    }

    @Test
    void endsWhenItIsClosedAndItsChildrenLiveOn() {
        run(ForkServerParents.WhoClose.class, directory.resolve("started"));
    }

    @Test
    void saysWhatItsInitialiserThrew() {
        run(ForkServerParents.WhoseInitialiserThrows.class);
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.Way#unforced")
    void isMadeByEachProcessForItself(Way way) {
        run(ForkServerParents.WhoHasGrandchildren.class, Path.of(way.method().name()));
    }

    @Test
    void endsWithItsProcess() {
        try (ChildJvm parent = ChildMethods.start(ForkServerParents.WhoDies.class, Way.FORKSERVER)) {
            String zygote = parent.readLine();
            assertTrue(Callers.proc(zygote).isPresent());
            parent.kill();
            Until.holds(
                    "the fork server has ended, pid=" + zygote,
                    () -> Callers.proc(zygote).isEmpty());
        }
    }

    @Test
    void namesWhatInTheInitialiserCannotBeSent() {
        Thread thread = new Thread();
        ForkServerBuilder builder = ForkServer.builder().initialiser(thread::getName);
        String message =
                assertThrows(IllegalArgumentException.class, builder::start).getMessage();
        assertEquals(
                "the initialiser is not serialisable: variable 1 that a lambda in dev.mitosis.ipc.ForkServerTest"
                        + " captures, a java.lang.Thread",
                message);
    }

    @Test
    void isWhereAChildsEnvironmentIsSaid() {
        ChildBuilder builder = ChildProcess.builder()
                .name("worker")
                .method(StartMethod.FORKSERVER)
                .environment("A", "b");
        String message = assertThrows(IllegalArgumentException.class, () -> builder.start(() -> 1))
                .getMessage();
        assertEquals(
                "a forked child cannot have an environment of its own: give it to a ForkServer, or use SPAWN,"
                        + " child=worker, value={A=b}",
                message);
    }

    private static void run(Class<? extends Program> parent, Path... files) {
        ChildMethods.run(parent, Way.FORKSERVER, files);
    }
}
