package dev.mitosis.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.io.PipeEnds;
import dev.mitosis.platform.OsException;
import dev.mitosis.testing.Until;
import dev.mitosis.testing.Unwedged;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessesTest {
    private static final Duration KILLED_BEFORE = Duration.ofSeconds(20);
    /** Beyond what Linux ever hands out. */
    private static final int NO_SUCH_PID = (1 << 22) + 1;

    @Test
    void theNumberIsTheOneThatTheJvmKnows() {
        assertEquals(ProcessHandle.current().pid(), Processes.getpid());
    }

    @Test
    void theParentIsTheOneThatTheJvmKnows() {
        assertEquals(ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L), (long) Processes.getppid());
    }

    @Test
    void aForkedChildHasItsOwnNumberAndThisProcessAsItsParent() throws Exception {
        int here = Processes.getpid();
        ExitStatus status = Unwedged.fork(() -> PlainFork.start(
                        () -> Processes.getpid() != here && Processes.getppid() == here ? 3 : 4, Unwedged.LIMIT)
                .join());
        assertEquals(ExitStatus.exited(3), status);
    }

    @Test
    void waitingWithoutHangingSaysThatTheChildRunsThenHowItEndedThenThatItIsGone() {
        try (PipeEnds pipe = PipeEnds.open()) {
            int pid =
                    PlainFork.start(Bodies.untilEndOfFile(pipe), KILLED_BEFORE).pid();
            assertEquals(Optional.empty(), Processes.waitpidNoHang(pid));
            Processes.kill(pid, Signal.SIGKILL);
            Until.holds("the killed child has ended", () -> {
                Optional<ExitStatus> ended = Processes.waitpidNoHang(pid);
                ended.ifPresent(status -> assertEquals(ExitStatus.killedBy(Signal.SIGKILL), status));
                return ended.isPresent();
            });
            assertTrue(assertThrows(OsException.class, () -> Processes.waitpidNoHang(pid))
                    .is("ECHILD"));
        }
    }

    @Test
    void waitingForWhatIsNoChildIsRefused() {
        OsException e = assertThrows(OsException.class, () -> Processes.waitpid(Processes.getpid()));
        assertEquals("ECHILD", e.errno());
        assertTrue(e.call().startsWith("waitpid(" + Processes.getpid()), e.call());
    }

    /** To waitpid(2) they mean "any child", which would steal the JDK's own children from it. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aNumberThatIsNoProcessIsRefused(int pid) {
        for (Runnable call : new Runnable[] {
            () -> Processes.kill(pid, Signal.SIGTERM), () -> Processes.waitpid(pid), () -> Processes.waitpidNoHang(pid)
        }) {
            String message =
                    assertThrows(IllegalArgumentException.class, call::run).getMessage();
            assertTrue(message.endsWith("pid=" + pid), message);
        }
    }

    @Test
    void signallingNobodyIsRefused() {
        OsException e = assertThrows(OsException.class, () -> Processes.kill(NO_SUCH_PID, Signal.SIGTERM));
        assertEquals("ESRCH", e.errno());
        assertEquals("kill(" + NO_SUCH_PID + ", SIGTERM)", e.call());
    }

    @Test
    void aSignalReachesTheProcess() throws Exception {
        Process cat = new ProcessBuilder("cat").start();
        Processes.kill((int) cat.pid(), Signal.SIGTERM);
        assertTrue(cat.waitFor(20, TimeUnit.SECONDS));
        assertEquals(ExitStatus.killedBy(Signal.SIGTERM), ExitStatus.ofProcessBuilder(cat.exitValue()));
    }
}
