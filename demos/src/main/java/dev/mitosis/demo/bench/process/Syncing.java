package dev.mitosis.demo.bench.process;

import dev.mitosis.shared.Shared;
import dev.mitosis.shared.SharedBarrier;
import dev.mitosis.shared.SharedCondition;
import dev.mitosis.shared.SharedEvent;
import dev.mitosis.shared.SharedLock;
import dev.mitosis.shared.SharedLong;
import dev.mitosis.shared.SharedSemaphore;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Our own locks and the like. {@code lock}: each process takes and gives it back as fast as it can. {@code event}, {@code condition},
 * {@code semaphore}, {@code barrier}: round trips between two processes, each of which waits until the other has done its part.
 */
public final class Syncing implements Contender {
    /** How soon who waits sees that the run is over. */
    private static final Duration LOOK = Duration.ofMillis(200);

    /** One side of a round trip. */
    private interface Side {
        /** Does this side's part and waits for the other's; false when that does not come. */
        boolean turn() throws Exception;
    }

    @Override
    public void play(Run run) throws Exception {
        boolean isPing = run.role() == Role.PING;
        switch (run.contender()) {
            case "lock" -> lock(run);
            case "event" -> event(run, isPing);
            case "condition" -> condition(run, isPing);
            case "semaphore" -> semaphore(run, isPing);
            case "barrier" -> barrier(run);
            default -> throw new IllegalArgumentException("nothing to measure, contender=" + run.contender());
        }
    }

    private static Shared at(Run run, String name) {
        return Shared.at(run.directory().resolve(name));
    }

    @SuppressWarnings("LockNotBeforeTry") // nothing stands between
    private static void lock(Run run) {
        try (SharedLock lock = at(run, "lock").lock()) {
            run.ready();
            LockRate rate = new LockRate(run);
            do {
                for (int i = 0; i < LockRate.PAIRS_PER_LOOK; i++) {
                    lock.lock();
                    lock.unlock();
                }
            } while (!rate.isOver());
        }
    }

    private static void event(Run run, boolean isPing) throws Exception {
        try (SharedEvent there = at(run, "there").event();
                SharedEvent back = at(run, "back").event()) {
            SharedEvent own = isPing ? back : there;
            SharedEvent other = isPing ? there : back;
            trips(run, isPing, () -> {
                if (isPing) {
                    other.set();
                }
                if (!own.await(LOOK)) {
                    return false;
                }
                own.clear();
                if (!isPing) {
                    other.set();
                }
                return true;
            });
        }
    }

    private static void condition(Run run, boolean isPing) throws Exception {
        try (SharedLock lock = at(run, "lock").lock();
                SharedLong value = at(run, "value").longValue()) {
            SharedCondition changed = lock.condition(0);
            int awaited = isPing ? 0 : 1;
            trips(run, isPing, () -> {
                lock.lock();
                try {
                    if (isPing) {
                        value.set(1);
                        changed.signal();
                    }
                    while (value.get() != awaited) {
                        if (!changed.await(LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
                            return false;
                        }
                    }
                    if (!isPing) {
                        value.set(0);
                        changed.signal();
                    }
                    return true;
                } finally {
                    lock.unlock();
                }
            });
        }
    }

    private static void semaphore(Run run, boolean isPing) throws Exception {
        try (SharedSemaphore there = at(run, "there").semaphore(0);
                SharedSemaphore back = at(run, "back").semaphore(0)) {
            SharedSemaphore own = isPing ? back : there;
            SharedSemaphore other = isPing ? there : back;
            trips(run, isPing, () -> {
                if (isPing) {
                    other.release();
                }
                if (!own.tryAcquire(1, LOOK.toNanos(), TimeUnit.NANOSECONDS)) {
                    return false;
                }
                if (!isPing) {
                    other.release();
                }
                return true;
            });
        }
    }

    /** There and back is to pass it twice. */
    private static void barrier(Run run) throws Exception {
        try (SharedBarrier barrier = at(run, "barrier").barrier(2)) {
            trips(run, run.role() == Role.PING, () -> {
                try {
                    barrier.await(LOOK);
                    barrier.await(LOOK);
                    return true;
                } catch (TimeoutException | BrokenBarrierException late) {
                    if (barrier.isBroken()) {
                        barrier.reset(); // the other one was held up, or the run is over
                    }
                    return false;
                }
            });
        }
    }

    private static void trips(Run run, boolean isPing, Side side) throws Exception {
        run.ready();
        if (isPing) {
            measure(run, side);
            return;
        }
        while (!run.isStopped()) {
            side.turn();
        }
    }

    private static void measure(Run run, Side side) throws Exception {
        Warmup warmup = Warmup.alone(run);
        long count = 0;
        while (!run.isStopped() && !warmup.isOver(System.nanoTime(), count)) {
            count += side.turn() ? 1 : 0;
        }
        RoundTrips trips = RoundTrips.fromNow(run);
        while (!run.isStopped()) {
            if (side.turn() && trips.isOverAfterTrip()) {
                return;
            }
        }
    }
}
