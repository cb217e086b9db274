package dev.mitosis.connection;

import dev.mitosis.queue.Message;

/**
 * How an end waits in the middle of a message that goes in pieces. The other side is at it, so the next piece, or room for it, is there
 * as soon as one has been copied: to sleep and to be woken takes longer than that. So an end looks for that long first.
 */
final class Midway {
    private static final long LOOK_NANOS = 30_000;
    private static final int PAUSES = 4;

    private Midway() {}

    /** Tries to get a message, without a wait. */
    interface Attempt {
        Message now();
    }

    /** Null when it has not come. */
    static Message lookFor(Attempt attempt) {
        Message found = null;
        long end = System.nanoTime() + LOOK_NANOS;
        while (found == null && System.nanoTime() - end < 0) {
            for (int pause = 0; pause < PAUSES; pause++) {
                Thread.onSpinWait();
            }
            found = attempt.now();
        }
        return found;
    }
}
