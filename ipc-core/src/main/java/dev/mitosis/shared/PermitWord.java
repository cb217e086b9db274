package dev.mitosis.shared;

/**
 * A semaphore's word: how many permits there are, and who is changing that.
 *
 * <pre>
 *   bit 63        56 55                      28 27     26                       0
 *       +-----------+--------------------------+------+-------------------------+
 *       | seat + 1  | change to what it holds  | turn | permits                 |
 *       +-----------+--------------------------+------+-------------------------+
 * </pre>
 *
 * Nobody is changing it: only permits. The change is signed. {@code turn} is the lowest bit of how many changes there had been to what
 * the seat holds, so that it can be seen whether this one is done.
 */
final class PermitWord {
    static final int PERMIT_BITS = 27;
    static final int MOST = (1 << PERMIT_BITS) - 1;

    private static final int CHANGE_SHIFT = PERMIT_BITS + 1;
    private static final int SEAT_SHIFT = 56;

    private PermitWord() {}

    static long changing(int permits, int seat, int change, long turn) {
        long signed = (change & ((1L << (SEAT_SHIFT - CHANGE_SHIFT)) - 1)) << CHANGE_SHIFT;
        return ((long) (seat + 1) << SEAT_SHIFT) | signed | ((turn & 1) << PERMIT_BITS) | permits;
    }

    static int permits(long word) {
        return (int) word & MOST;
    }

    static boolean isSettled(long word) {
        return word >>> SEAT_SHIFT == 0;
    }

    /** Who is changing it; -1: nobody. */
    static int seat(long word) {
        return (int) (word >>> SEAT_SHIFT) - 1;
    }

    static int change(long word) {
        return (int) ((word << (Long.SIZE - SEAT_SHIFT)) >> (Long.SIZE - SEAT_SHIFT + CHANGE_SHIFT));
    }

    static long turn(long word) {
        return (word >>> PERMIT_BITS) & 1;
    }
}
