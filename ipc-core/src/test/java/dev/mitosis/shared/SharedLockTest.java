package dev.mitosis.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.Until;
import dev.mitosis.words.Words;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What one process sees of a lock and of the waits on it. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
@SuppressWarnings({"try", "LockNotBeforeTry", "WaitNotInLoop"}) // what is seen is how each call ends
final class SharedLockTest {
    private final SharedLock lock = Shared.anonymous().lock();

    @AfterEach
    void close() {
        lock.close();
    }

    @Test
    void isNotTakenTwice() {
        lock.lock();
        try {
            assertThrows(IllegalStateException.class, lock::lock);
            assertTrue(lock.isHeldByCurrentThread());
        } finally {
            lock.unlock();
        }
        assertThrows(IllegalMonitorStateException.class, lock::unlock);
        assertTrue(lock.owner().isEmpty());
    }

    @Test
    void isGivenBackByItsOwnerOnly() throws Exception {
        lock.lock();
        try {
            AtomicReference<Throwable> thrown = new AtomicReference<>();
            Thread other = new Thread(() -> thrown.set(assertThrows(IllegalMonitorStateException.class, lock::unlock)));
            other.start();
            other.join();
            assertEquals(IllegalMonitorStateException.class, thrown.get().getClass());
            assertEquals(
                    ProcessHandle.current().pid(), lock.owner().orElseThrow().pid());
        } finally {
            lock.unlock();
        }
    }

    @Test
    void tellsThatAThreadHasEndedWithIt() throws Exception {
        Thread careless = new Thread(() -> lock.lock());
        careless.start();
        careless.join();
        try (Held held = lock.tryHold(Duration.ofSeconds(20)).orElseThrow()) {
            assertTrue(held.previousOwnerDied());
            held.markConsistent();
            assertFalse(held.previousOwnerDied());
        }
        assertTrue(lock.tryLock());
        lock.unlock();
    }

    @Test
    void isNotWaitedForLongerThanAskedFor() throws Exception {
        lock.lock();
        try {
            AtomicReference<Boolean> taken = new AtomicReference<>();
            Thread other = new Thread(() -> {
                try {
                    taken.set(lock.tryLock(2, TimeUnit.MILLISECONDS) || lock.tryLock());
                } catch (InterruptedException impossible) {
                    throw new AssertionError(impossible);
                }
            });
            other.start();
            other.join();
            assertEquals(false, taken.get());
        } finally {
            lock.unlock();
        }
    }

    @Test
    void aBarrierBreaksWhenTheTimeIsOver() throws Exception {
        try (SharedBarrier barrier = Shared.anonymous().barrier(2)) {
            assertThrows(TimeoutException.class, () -> barrier.await(Duration.ofMillis(1)));
            assertThrows(BrokenBarrierException.class, barrier::await);
            barrier.reset();
            assertFalse(barrier.isBroken());
        }
    }

    @Test
    void whoWakesLateSeesWhatBecameOfItsRoundAtABarrier() {
        try (SharedBarrier barrier = Shared.anonymous().barrier(2)) {
            BarrierWords words = new BarrierWords(barrier.segment());
            int first = BarrierWords.generation(words.word());
            assertTrue(words.arrive(words.word()));
            barrier.reset();
            assertTrue(words.arrive(words.word()));
            barrier.reset();
            int third = BarrierWords.generation(words.word());
            assertTrue(words.arrive(words.word()));
            assertTrue(words.arrive(words.word()));
            assertTrue(words.wasBroken(first));
            assertFalse(words.wasBroken(third));
        }
    }

    @Test
    void whoWaitsForManyPermitsIsNotPassedOver() throws Exception {
        try (SharedSemaphore semaphore = Shared.anonymous().boundedSemaphore(2)) {
            semaphore.acquire();
            Thread greedy = new Thread(() -> semaphore.acquireUninterruptibly(2));
            greedy.start();
            long wanted = semaphore.segment().address(SharedLayout.OWN_SECOND_OFFSET);
            Until.holds("it has waited for long, and said for how many", () -> Words.getAcquire(wanted) != 0);
            assertFalse(semaphore.tryAcquire(1, 200, TimeUnit.MILLISECONDS));
            semaphore.release();
            greedy.join();
            assertEquals(0, semaphore.availablePermits());
        }
    }

    @Test
    void whoWaitsIsToldThatItIsClosed() throws Exception {
        SharedEvent event = Shared.anonymous().event();
        assertEquals(IllegalStateException.class, thrown(event::await, waiter -> event.close()));
        SharedLock taken = Shared.anonymous().lock();
        taken.lock();
        assertEquals(IllegalStateException.class, thrown(taken::hold, waiter -> taken.close()));
    }

    @Test
    void waitsForItAreInterrupted() throws Exception {
        lock.lock();
        try {
            assertInterrupted(lock::lockInterruptibly);
            assertInterrupted(lock::hold);
        } finally {
            lock.unlock();
        }
    }

    @Test
    void waitsForOthersAreInterrupted() throws Exception {
        assertInterrupted(Shared.anonymous().event()::await);
        assertInterrupted(Shared.anonymous().semaphore(0)::acquire);
        assertInterrupted(Shared.anonymous().barrier(2)::await);
        SharedCondition condition = lock.newCondition();
        assertInterrupted(() -> {
            try (Held held = lock.hold()) {
                condition.await();
            }
        });
    }

    @Test
    void saysThatItIsClosed() {
        lock.lock();
        lock.unlock();
        lock.close();
        assertThrows(IllegalStateException.class, lock::lock);
    }

    private interface Wait {
        void run() throws Exception;
    }

    private static void assertInterrupted(Wait wait) throws Exception {
        assertEquals(InterruptedException.class, thrown(wait, Thread::interrupt));
    }

    /** How a wait ends, with whose thread something is done when it sleeps in the kernel. */
    private static Class<?> thrown(Wait wait, Consumer<Thread> whenAsleep) throws Exception {
        AtomicReference<Exception> thrown = new AtomicReference<>();
        Thread waiter = new Thread(() -> {
            try {
                wait.run();
            } catch (Exception e) {
                thrown.set(e);
            }
        });
        waiter.start();
        Until.holds("it sleeps in the kernel", () -> waiter.getState() == Thread.State.RUNNABLE && isInFutex(waiter));
        whenAsleep.accept(waiter);
        waiter.join();
        return thrown.get().getClass();
    }

    private static boolean isInFutex(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().equals("dev.mitosis.sync.Futex")) {
                return true;
            }
        }
        return false;
    }
}
