package dev.mitosis.queue;

/**
 * A record of the ring: one word, then the message, padded to whole words. It lies at a position, which counts bytes
 * since the queue was made and never wraps; the ring holds it at {@code position mod capacity}.
 *
 * <pre>
 *   bit 63                32   31      30      29                  0
 *       +-------------------+-------+--------+---------------------+-----------------------
 *       | position / 8      | ready | filler | length in bytes     | message ...
 *       +-------------------+-------+--------+---------------------+-----------------------
 * </pre>
 *
 * <p>For example 0x0000_0003_8000_0010: at position 24, ready, 16 bytes long. 0: nothing there yet. A filler takes up
 * what is left of the ring before it wraps, and carries no message.
 *
 * <p>The word is what says that a record is ready; there is no index beside it. The position in it tells it from what the
 * laps before have left in its place, but for bytes of a message that happen to look the same, which the producer wipes:
 * see {@link LaneProducer}.
 */
final class RecordWord {
    static final int WORD_BYTES = Long.BYTES;
    static final long NOT_READY = 0;

    /** What has to stay free behind a record's end: the way to the next one, and its word. */
    static final int GAP_BYTES = 64;

    private static final int LINE_BYTES = 64;
    private static final int FILLER = 1 << 30;
    private static final long READY = 1L << 31;
    private static final int TAG_SHIFT = 29;
    private static final int READY_SHIFT = 31;

    private RecordWord() {}

    /** What a record with a message of this length takes up. */
    static int size(int length) {
        return (WORD_BYTES + length + WORD_BYTES - 1) & -WORD_BYTES;
    }

    /**
     * Where the record behind one begins: at once, unless one of the same size would then lie in two cache lines and need
     * not, in the next line. So a reader that waits for short messages of one size waits for one line each.
     *
     * @param end of the record before
     * @param size of the record before
     */
    static long next(long end, int size) {
        long inLine = end & (LINE_BYTES - 1);
        return size <= LINE_BYTES && inLine + size > LINE_BYTES ? end + LINE_BYTES - inLine : end;
    }

    static long word(long position, int length) {
        return tag(position) + (READY + length);
    }

    static long fillerWord(long position, long size) {
        return tag(position) | READY | FILLER | (size - WORD_BYTES);
    }

    /** Whether this is the word of a record, or filler, that is ready at this position. */
    static boolean isReady(long word, long position) {
        return (word ^ tag(position)) >>> READY_SHIFT == 1;
    }

    static boolean isFiller(long word) {
        return (word & FILLER) != 0;
    }

    /** The message's length in bytes; more than any message's for a filler, so that one comparison finds both out. */
    static int length(long word) {
        return (int) word & Integer.MAX_VALUE;
    }

    static int fillerSize(long word) {
        return ((int) word & (FILLER - 1)) + WORD_BYTES;
    }

    /** The upper half of a word; a position counts whole words, so the lower half stays empty. */
    private static long tag(long position) {
        return position << TAG_SHIFT;
    }
}
