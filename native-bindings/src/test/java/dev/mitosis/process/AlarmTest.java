package dev.mitosis.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.io.PipeEnds;
import dev.mitosis.testing.Unwedged;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlarmTest {
    @Test
    void anAlarmEndsTheProcess() throws Exception {
        Unwedged.fork(() -> {
            try (PipeEnds pipe = PipeEnds.open()) {
                ForkedChild child = PlainFork.start(
                        () -> {
                            Processes.alarm(Duration.ofMillis(1));
                            return Bodies.untilEndOfFile(pipe).getAsInt();
                        },
                        Duration.ofSeconds(20));
                Bodies.awaitEnd(child);
                assertEquals(ExitStatus.killedBy(Signal.SIGALRM), Processes.waitpid(child.pid()));
                return null;
            }
        });
    }

    @Test
    void cancellingAnAlarmSaysHowLongItHadLeft() {
        assertEquals(Duration.ZERO, Processes.alarm(Duration.ofHours(1)));
        Duration left = Processes.alarm(Duration.ZERO);
        assertTrue(left.compareTo(Duration.ofHours(1)) <= 0 && left.compareTo(Duration.ofMinutes(58)) > 0, left + "");
        assertEquals(Duration.ZERO, Processes.alarm(Duration.ZERO));
    }

    @Test
    void anAlarmInThePastIsRefused() {
        assertRefused(Duration.ofNanos(-1));
    }

    @Test
    void anAlarmThatTheKernelCannotCountIsRefused() {
        assertRefused(Duration.ofSeconds(1L << 32));
        assertRefused(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
    }

    private static void assertRefused(Duration delay) {
        String message = assertThrows(IllegalArgumentException.class, () -> Processes.alarm(delay))
                .getMessage();
        assertTrue(message.endsWith("delay=" + delay), message);
    }
}
