package dev.mitosis.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.Until;
import dev.mitosis.testing.Zombie;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SentinelTest {
    private static final int MANY = 300;
    private static final int CHURN = 5_000;

    private final AtomicInteger deaths = new AtomicInteger();
    private final List<Sentinel.Watch> watches = new ArrayList<>();
    private Zombie process;

    @BeforeEach
    void start() {
        process = Zombie.alive();
    }

    @AfterEach
    void end() {
        watches.forEach(Sentinel.Watch::close);
        process.close();
        Until.holds("the sentinel's thread ends when nothing is watched", () -> !isThereASentinel());
    }

    @Test
    void aDeadProcessIsReportedAtOnceOnTheCallersThread() {
        process.kill();
        AtomicReference<Thread> told = new AtomicReference<>();
        watches.add(Sentinel.watch(process.identity(), () -> told.set(Thread.currentThread())));
        assertEquals(Thread.currentThread(), told.get());
    }

    /** Who takes over a dead one's place finds itself among those that it watches. */
    @Test
    void aProcessCanWatchItselfAlsoWithoutPidfds() {
        ChildJvm.Ended ended = ChildJvm.run(OwnWatcher.class, List.of("-Dmitosis.without=PIDFD"));
        assertEquals(new ChildJvm.Ended(0, "lives\n"), ended);
    }

    static final class OwnWatcher {
        public static void main(String[] arguments) {
            try (Sentinel.Watch watch = Sentinel.watch(
                    ProcessIdentity.current(), () -> System.out.println("it is told of its own death"))) {
                System.out.println(watch == null ? "nothing" : "lives");
            }
        }
    }

    @Test
    void aNumberThatNobodyHasIsReportedAtOnce() {
        watch(new ProcessIdentity((1 << 22) - 1, 5));
        assertEquals(1, deaths.get());
    }

    @Test
    void anotherProcessWithTheSameNumberIsNotTheOneThatDied() {
        ProcessIdentity reused =
                new ProcessIdentity(process.identity().pid(), process.identity().startTime() - 1);
        watch(reused);
        assertEquals(1, deaths.get());
    }

    @Test
    void aLivingProcessIsReportedOnceWhenItDies() {
        watch(process.identity());
        assertTrue(isThereASentinel());
        assertEquals(0, deaths.get());
        process.kill();
        Until.holds("the death was reported", () -> deaths.get() > 0);
        Until.holds("the sentinel's thread ends when nothing is watched", () -> !isThereASentinel());
        assertEquals(1, deaths.get());
    }

    @Test
    void aClosedWatchReportsNothing() {
        watch(process.identity());
        AtomicInteger unexpected = new AtomicInteger();
        Sentinel.Watch closed = Sentinel.watch(process.identity(), unexpected::incrementAndGet);
        closed.close();
        closed.close();
        process.kill();
        Until.holds("the death was reported", () -> deaths.get() > 0);
        Until.holds("the sentinel's thread ends when nothing is watched", () -> !isThereASentinel());
        assertEquals(0, unexpected.get());
    }

    @Test
    void manyWatchesOfOneDeathAreAllReported() {
        for (int i = 0; i < MANY; i++) {
            watch(process.identity());
        }
        process.kill();
        Until.holds("all were reported", () -> deaths.get() == MANY);
    }

    @Test
    void theThreadComesBackWhenThereIsSomethingToWatchAgain() {
        for (int i = 0; i < 20; i++) {
            Sentinel.Watch watch = Sentinel.watch(process.identity(), deaths::incrementAndGet);
            assertTrue(isThereASentinel());
            watch.close();
            Until.holds("the sentinel's thread ends when nothing is watched", () -> !isThereASentinel());
        }
        assertEquals(0, deaths.get());
    }

    @Test
    void watchesThatComeAndGoDoNotDelayTheOthers() {
        for (int i = 0; i < MANY; i++) {
            watch(process.identity());
        }
        for (int i = 0; i < CHURN; i++) {
            Sentinel.watch(process.identity(), deaths::incrementAndGet).close();
        }
        assertFalse(deaths.get() > 0);
        process.kill();
        Until.holds("all were reported", () -> deaths.get() == MANY);
    }

    private void watch(ProcessIdentity identity) {
        watches.add(Sentinel.watch(identity, deaths::incrementAndGet));
    }

    private static boolean isThereASentinel() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("mitosis-sentinel"));
    }
}
