package dev.mitosis.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.io.PipeEnds;
import dev.mitosis.platform.OsException;
import dev.mitosis.testing.Unwedged;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;

class WedgedChildTest {
    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    @Test
    @SuppressWarnings("SystemGc") // the point: nobody can run it in the child
    void aCollectionWedgesAChild() {
        assertKilledAndReaped(
                () -> {
                    System.gc();
                    return 0;
                },
                ONE_SECOND);
    }

    @Test
    void anEndlessLoopIsEnded() {
        assertKilledAndReaped(
                () -> {
                    while (true) {
                        Thread.onSpinWait();
                    }
                },
                ONE_SECOND);
    }

    @Test
    void aLimitBelowTheAlarmsOneSecondIsKeptByJoin() {
        try (PipeEnds pipe = PipeEnds.open()) {
            assertKilledAndReaped(Bodies.untilEndOfFile(pipe), Duration.ofMillis(30));
        }
    }

    @Test
    void aChildThatNobodyJoinsEndsByItsAlarm() throws Exception {
        Unwedged.fork(() -> {
            try (PipeEnds pipe = PipeEnds.open()) {
                ForkedChild child = PlainFork.start(Bodies.untilEndOfFile(pipe), ONE_SECOND);
                Bodies.awaitEnd(child);
                assertThrows(WedgedChildException.class, child::join);
                assertGone(child.pid());
                return null;
            }
        });
    }

    @Test
    void joiningAgainSaysAgainThatItWasWedged() {
        try (PipeEnds pipe = PipeEnds.open()) {
            ForkedChild child = PlainFork.start(Bodies.untilEndOfFile(pipe), Duration.ofMillis(30));
            String first = assertThrows(WedgedChildException.class, child::join).getMessage();
            assertEquals(
                    first, assertThrows(WedgedChildException.class, child::join).getMessage());
            assertGone(child.pid());
        }
    }

    private static void assertKilledAndReaped(IntSupplier body, Duration limit) {
        ForkedChild child = PlainFork.start(body, limit);
        String message = assertThrows(WedgedChildException.class, child::join).getMessage();
        assertTrue(message.endsWith("pid=" + child.pid() + ", limit=" + limit), message);
        assertGone(child.pid());
    }

    private static void assertGone(int pid) {
        assertTrue(assertThrows(OsException.class, () -> Processes.waitpidNoHang(pid))
                .is("ECHILD"));
        assertFalse(Files.exists(Path.of("/proc", Integer.toString(pid))));
    }
}
