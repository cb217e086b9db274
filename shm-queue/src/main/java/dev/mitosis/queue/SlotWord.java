package dev.mitosis.queue;

/**
 * What a slot is, in one word, so that one compare-and-set changes all of it. Its laps count from 0; a position counts slots
 * since the queue was made, and lies in slot {@code position mod slots} in lap {@code position / slots}.
 *
 * <pre>
 *   bit 63                               10  9     7   6         0
 *       +---------------------------------+---------+-----------+
 *       | lap                             | state   | owner     |
 *       +---------------------------------+---------+-----------+
 *
 *   FREE ──claim──► WRITING ──commit──► FULL ──take──► READING ──release──► FREE of the next lap
 *                      │                 ▲ ▲              │                       ▲
 *                      │                 │ └── owner died ┘                       │
 *                      └─ abort, or owner died ──► SKIP ──────────────────────────┘
 * </pre>
 *
 * <p>For example 0x0000_0000_0000_0c83: lap 3, WRITING, by participant 3. {@code owner} is who is WRITING or READING, by its
 * entry in the table of participants; nobody else changes such a word, unless the owner is dead.
 */
final class SlotWord {
    static final int FREE = 0;
    static final int WRITING = 1;
    static final int FULL = 2;
    static final int READING = 3;
    static final int SKIP = 4;

    private static final int STATE_SHIFT = 7;
    private static final int LAP_SHIFT = 10;
    private static final long OWNER_MASK = (1 << STATE_SHIFT) - 1;
    private static final long STATE_MASK = (1 << (LAP_SHIFT - STATE_SHIFT)) - 1;

    private SlotWord() {}

    static long of(long lap, int state) {
        return (lap << LAP_SHIFT) | ((long) state << STATE_SHIFT);
    }

    static long of(long lap, int state, int owner) {
        return of(lap, state) | owner;
    }

    static long lap(long word) {
        return word >>> LAP_SHIFT;
    }

    static int state(long word) {
        return (int) ((word >>> STATE_SHIFT) & STATE_MASK);
    }

    static int owner(long word) {
        return (int) (word & OWNER_MASK);
    }

    /** Whether this participant has the slot. */
    static boolean isOwnedBy(long word, int owner) {
        return owner(word) == owner && (state(word) == WRITING || state(word) == READING);
    }
}
