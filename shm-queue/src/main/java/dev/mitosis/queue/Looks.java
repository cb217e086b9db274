package dev.mitosis.queue;

/**
 * How often an end looks before it goes over to what its {@link WaitStrategy} does. Where looking has been in vain
 * several times in a row, because the other side shares this one's core or comes seldom, it is tried now and then only:
 * so does glibc's adaptive mutex. One end's own, and not thread-safe, as the end.
 */
final class Looks {
    /** A microsecond. */
    static final int MOST = 40;

    private static final int PATIENCE = 16;
    private static final int SELDOM = 64;

    private int inVain;

    /** How often to look now. */
    int count() {
        return inVain < PATIENCE || inVain % SELDOM == 0 ? MOST : 0;
    }

    /** What became of them. */
    void ended(boolean found) {
        inVain = found ? 0 : inVain + 1;
    }
}
