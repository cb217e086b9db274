package dev.mitosis.shared;

import dev.mitosis.participant.PeerDiedException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One of the storm's children: does this and that with all kinds of shared objects until it is killed or told to end. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // any end of a wait will do
final class StormWorker {
    static final int WORKERS = 4;
    static final int PERMITS = 2;
    private static final int KINDS = 6;
    /** Nobody waits so long, whoever dies. */
    private static final long LIMIT_SECONDS = 20;

    private static final Duration SHORT = Duration.ofMillis(5);

    final SharedLock lock = Shared.anonymous().lock();
    final SharedCondition changed = lock.newCondition();
    /** Under the lock, both are the same, but for who has died between them. */
    final SharedLong first = Shared.anonymous().longValue();

    final SharedLong second = Shared.anonymous().longValue();
    final SharedReentrantLock again = Shared.anonymous().reentrantLock();
    final SharedSemaphore returning = Shared.anonymous().boundedSemaphore(PERMITS);
    final SharedSemaphore reporting = Shared.anonymous().semaphore(PERMITS, PERMITS, PermitsOfTheDead.REPORT);
    final SharedEvent event = Shared.anonymous().event();
    final SharedBarrier barrier = Shared.anonymous().barrier(2);
    final SharedBoolean over = Shared.anonymous().booleanValue();
    final SharedLongArray progress = Shared.anonymous().longArray(WORKERS);
    /** How many notices of an owner's death were acted on. */
    final SharedLong repairs = Shared.anonymous().longValue();

    /** In a child. */
    int work(int number, long seed) throws Exception {
        Random random = new Random(seed);
        while (!over.get()) {
            switch (random.nextInt(KINDS)) {
                case 0 -> changeBoth(random);
                case 1 -> waitForChange(random);
                case 2 -> lockTwice();
                case 3 -> takePermits();
                case 4 -> useEvent(random);
                default -> passBarrier();
            }
            progress.getAndAdd(number, 1);
        }
        return 0;
    }

    private void changeBoth(Random random) throws Exception {
        try (Held held =
                lock.tryHold(Duration.ofSeconds(LIMIT_SECONDS)).orElseThrow(() -> new AssertionError("no lock"))) {
            repairOrCheck(held);
            first.setPlain(first.getPlain() + 1);
            for (int i = random.nextInt(5_000); i > 0; i--) {
                Thread.onSpinWait();
            }
            second.setPlain(second.getPlain() + 1);
            changed.signalAll();
        }
    }

    private void repairOrCheck(Held held) {
        if (held.previousOwnerDied()) {
            second.setPlain(first.getPlain());
            repairs.incrementAndGet();
            held.markConsistent();
        } else if (first.getPlain() != second.getPlain()) {
            throw new AssertionError("broken without a notice: " + first.getPlain() + ", " + second.getPlain());
        }
    }

    private void waitForChange(Random random) throws Exception {
        try (Held held =
                lock.tryHold(Duration.ofSeconds(LIMIT_SECONDS)).orElseThrow(() -> new AssertionError("no lock"))) {
            repairOrCheck(held);
            try {
                changed.await(random.nextInt(5), TimeUnit.MILLISECONDS);
            } catch (PeerDiedException told) {
                repairOrCheck(held);
            } catch (OwnerDiedException told) {
                repairOrCheck(held);
            }
        }
    }

    private void lockTwice() throws Exception {
        try {
            if (!again.tryLock(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("no reentrant lock");
            }
            try {
                again.lock();
                again.unlock();
            } finally {
                again.unlock();
            }
        } catch (OwnerDiedException told) {
            try (Held held = again.hold()) {
                held.markConsistent();
            }
        }
    }

    private void takePermits() throws Exception {
        if (!returning.tryAcquire(1, LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("no permit");
        }
        returning.release();
        try {
            if (reporting.tryAcquire(PERMITS, LIMIT_SECONDS, TimeUnit.SECONDS)) {
                reporting.release(PERMITS);
            } else {
                throw new AssertionError("no permits, and nobody told");
            }
        } catch (PeerDiedException told) {
            reporting.returnPermitsOfTheDead();
        }
    }

    private void useEvent(Random random) throws Exception {
        try {
            if (random.nextBoolean()) {
                event.set();
            } else {
                event.await(SHORT);
                event.clear();
            }
        } catch (PeerDiedException told) {
            event.set();
        }
    }

    private void passBarrier() throws Exception {
        try {
            barrier.await(SHORT);
        } catch (BrokenBarrierException | TimeoutException broken) {
            barrier.reset();
        }
    }
}
