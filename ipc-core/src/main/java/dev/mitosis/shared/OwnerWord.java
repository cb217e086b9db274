package dev.mitosis.shared;

import dev.mitosis.process.ThreadIdentity;
import java.util.Optional;

/**
 * A word that names one thread exactly, by its process's seat and by what the system calls the thread.
 *
 * <pre>
 *   bit 63        56 55             34 33                                0
 *       +-----------+-----------------+-----------------------------------+
 *       | seat + 1  | thread's number | when it started, modulo 2^34      |
 *       +-----------+-----------------+-----------------------------------+
 * </pre>
 *
 * The start is in ticks of 10 ms. The thread's number is 0 where only the process is named.
 */
final class OwnerWord {
    static final long NOBODY = 0;
    /** Nobody, but the last one died with it. */
    static final long ABANDONED = 1;

    private static final int START_BITS = 34;
    private static final int SEAT_SHIFT = 56;
    private static final long START_MASK = (1L << START_BITS) - 1;
    private static final int TID_MASK = (1 << (SEAT_SHIFT - START_BITS)) - 1;

    private OwnerWord() {}

    static long of(int seat, Optional<ThreadIdentity> thread) {
        long named = thread.map(it -> ((long) it.tid() << START_BITS) | (it.startTime() & START_MASK))
                .orElse(0L);
        return ((long) (seat + 1) << SEAT_SHIFT) | named;
    }

    /** -1 where the word names nobody. */
    static int seat(long word) {
        return (int) (word >>> SEAT_SHIFT) - 1;
    }

    static int tid(long word) {
        return (int) (word >>> START_BITS) & TID_MASK;
    }

    static boolean startedAt(long word, long startTime) {
        return (word & START_MASK) == (startTime & START_MASK);
    }
}
