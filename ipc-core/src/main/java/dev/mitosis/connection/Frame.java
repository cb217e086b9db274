package dev.mitosis.connection;

/**
 * What stands before each piece of a message, in one word.
 *
 * <pre>
 *   bit 63                                  8 7         0
 *       +-----------------------------------+-----------+---------------------
 *       | bytes of the message from here on | kind      | this piece's bytes
 *       +-----------------------------------+-----------+---------------------
 * </pre>
 *
 * <p>A first piece says what the message is, and how long; if all of it is there, there are no more. The others are {@link #REST}. A
 * first piece where a rest should be means that the sender gave the message before it up.
 */
final class Frame {
    static final int BYTES = Long.BYTES;

    /** Bytes as they are. */
    static final int RAW = 1;

    /** What the codec made of an object. */
    static final int OBJECT = 2;

    /** Another piece of the message that has begun. */
    static final int REST = 3;

    private static final int KIND_BITS = 8;
    private static final int KIND_MASK = (1 << KIND_BITS) - 1;

    private Frame() {}

    static long word(int kind, int length) {
        return ((long) length << KIND_BITS) | kind;
    }

    static int kind(long word) {
        return (int) word & KIND_MASK;
    }

    /** May be more than any message has, in what no sender wrote. */
    static long length(long word) {
        return word >>> KIND_BITS;
    }
}
