package dev.mitosis.queue;

import java.util.concurrent.TimeUnit;

/**
 * Looks for the dead now and then, for those who do not wait, to whom a sentinel would tell it, but ask again and again. One
 * thread at a time.
 */
final class Undertaker {
    /** A look takes some 20 µs for each participant. */
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Runnable burial;
    private long last = System.nanoTime();

    /**
     * @param burial finds them, and puts in order what they have left
     */
    Undertaker(Runnable burial) {
        this.burial = burial;
    }

    /** Returns whether it has looked. */
    boolean lookNowAndThen() {
        long now = System.nanoTime();
        if (now - last < EVERY_NANOS) {
            return false;
        }
        look();
        return true;
    }

    void look() {
        burial.run();
        last = System.nanoTime();
    }
}
