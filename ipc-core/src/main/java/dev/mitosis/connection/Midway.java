package dev.mitosis.connection;

import dev.mitosis.queue.Message;

/**
 * How an end waits in the middle of a message that goes in pieces. The other side is at it, so the next piece, or room for it, is there
 * as soon as one has been copied: to sleep and to be woken takes longer than that. So an end looks for that long first; where it was in
 * vain several times in a row, because the other side has to wait for this one's CPU or was stopped, now and then only. One end's own.
 */
final class Midway {
    private static final long LOOK_NANOS = 30_000;
    private static final int PAUSES = 4;
    private static final int PATIENCE = 8;
    private static final int SELDOM = 64;

    private int inVain;

    /** Tries to get a message, without a wait. */
    interface Attempt {
        Message now();
    }

    /** Null when it has not come. */
    Message lookFor(Attempt attempt) {
        Message found = null;
        if (inVain < PATIENCE || inVain % SELDOM == 0) {
            long end = System.nanoTime() + LOOK_NANOS;
            while (found == null && System.nanoTime() - end < 0) {
                for (int pause = 0; pause < PAUSES; pause++) {
                    Thread.onSpinWait();
                }
                found = attempt.now();
            }
        }
        inVain = found == null ? inVain + 1 : 0;
        return found;
    }
}
