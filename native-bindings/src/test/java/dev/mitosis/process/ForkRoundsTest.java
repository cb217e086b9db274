package dev.mitosis.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.ChildJvm;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code -Dfork.rounds=100000} makes it an evening's run. */
class ForkRoundsTest {
    private static final int ROUNDS = Integer.getInteger("fork.rounds", 300);
    private static final List<String> WEDGES_RARELY =
            List.of("-Xint", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xmn64m");
    private static final int CODE = 7;

    /** How many wedge is the JVM's luck; that each is reaped and reported is ours. */
    @Test
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void everyChildIsReapedAndReportedOneWayOrTheOther() {
        try (ChildJvm child = ChildJvm.start(Forks.class, WEDGES_RARELY, ROUNDS)) {
            String line = child.readLine();
            System.out.println("Plain forks of a small JVM: " + line);
            assertTrue(line.matches("ended=\\d+ wedged=\\d+ left=0"), line);
            assertEquals(0, child.awaitEnd());
        }
    }

    static final class Forks {
        public static void main(String[] args) {
            int rounds = Integer.parseInt(args[0]);
            int ended = 0;
            int wedged = 0;
            for (int i = 0; i < rounds; i++) {
                try {
                    ExitStatus status =
                            PlainFork.start(() -> CODE, Duration.ofSeconds(1)).join();
                    if (!status.equals(ExitStatus.exited(CODE))) {
                        throw new AssertionError(status);
                    }
                    ended++;
                } catch (WedgedChildException e) {
                    wedged++;
                }
            }
            long left = ProcessHandle.current().children().count();
            System.out.println("ended=" + ended + " wedged=" + wedged + " left=" + left);
            System.exit(ended + wedged == rounds ? 0 : 1);
        }
    }
}
