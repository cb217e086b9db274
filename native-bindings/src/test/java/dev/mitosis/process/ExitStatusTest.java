package dev.mitosis.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.io.PipeEnds;
import dev.mitosis.testing.Unwedged;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitStatusTest {
    private static final Duration KILLED_BEFORE = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 127, 255})
    void aCodeComesBack(int code) throws Exception {
        ExitStatus status =
                Unwedged.fork(() -> PlainFork.start(() -> code, Unwedged.LIMIT).join());
        assertEquals(ExitStatus.exited(code), status);
        assertEquals(OptionalInt.empty(), status.signalNumber());
        assertEquals(code == 0, status.isSuccess());
        assertEquals("exited with code " + code, status.toString());
    }

    @ParameterizedTest
    @CsvSource({"256, 0", "-1, 255", "259, 3"})
    void onlyTheLowestEightBitsOfACodeCount(int result, int code) throws Exception {
        assertEquals(
                ExitStatus.exited(code),
                Unwedged.fork(
                        () -> PlainFork.start(() -> result, Unwedged.LIMIT).join()));
    }

    @ParameterizedTest
    @EnumSource(
            value = Signal.class,
            names = {"SIGKILL", "SIGTERM", "SIGUSR1"})
    void aSignalIsKnownByName(Signal signal) throws Exception {
        Process shell =
                new ProcessBuilder("sh", "-c", "kill -s " + signal.name().substring(3) + " $$").start();
        ExitStatus status = ExitStatus.ofProcessBuilder(shell.waitFor());
        assertTrue(status.isKilledBy(signal));
        assertFalse(status.isKilledBy(Signal.SIGSEGV));
        assertFalse(status.isSuccess());
        assertEquals("killed by " + signal, status.toString());
    }

    @Test
    void aForkedChildIsKilledByTheSignalThatWasSent() {
        try (PipeEnds pipe = PipeEnds.open()) {
            ForkedChild child = PlainFork.start(Bodies.untilEndOfFile(pipe), KILLED_BEFORE);
            child.kill();
            ExitStatus status = child.join();
            assertEquals(OptionalInt.empty(), status.code());
            assertEquals("killed by SIGKILL", status.toString());
            assertEquals(status, child.join());
            child.kill();
        }
    }

    @Test
    void aStatusWordHoldsTheSignalAndWhetherThereWasACoreDump() {
        int coreDumped = 0x80;
        assertEquals(
                ExitStatus.killedBy(Signal.SIGABRT), ExitStatus.ofWaitStatus(coreDumped | Signal.SIGABRT.number()));
        assertEquals("killed by signal 34", ExitStatus.ofWaitStatus(34).toString());
        assertEquals(ExitStatus.exited(255), ExitStatus.ofWaitStatus(0xff00));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 128 + 127, 1000})
    void whatTheJdkReportsThatIsNoSignalIsACode(int exitValue) {
        assertEquals(ExitStatus.exited(exitValue), ExitStatus.ofProcessBuilder(exitValue));
    }
}
