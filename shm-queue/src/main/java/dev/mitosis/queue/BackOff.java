package dev.mitosis.queue;

import java.util.concurrent.locks.LockSupport;

/** Yields a few times, then sleeps, each time twice as long. */
final class BackOff implements Pause {
    private static final int YIELDS = 20;
    private static final long SHORTEST_NANOS = 1_000;
    private static final int DOUBLINGS = 10;

    @Override
    public void pause(Waiting waiting, int round, long nanosLeft) {
        if (round < YIELDS) {
            Thread.yield();
        } else {
            long nanos = SHORTEST_NANOS << Math.min(round - YIELDS, DOUBLINGS);
            LockSupport.parkNanos(Math.min(nanos, nanosLeft));
        }
    }
}
