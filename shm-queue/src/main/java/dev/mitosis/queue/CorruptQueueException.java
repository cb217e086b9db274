package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import java.io.Serial;

/** A queue's file says something that no queue says. Nothing was read from where it pointed. */
public final class CorruptQueueException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String field;

    CorruptQueueException(String field, Object value, String expected) {
        super("the queue's file is corrupt: " + field + " should be " + expected + ", " + field + "=" + value);
        this.field = field;
    }

    /** About a word that does not belong where it is; in a region that another thread has closed meanwhile, all words are 0. */
    static RuntimeException unlessClosed(MappedRegion region, String field, long word, long position) {
        return region.isClosed()
                ? new IllegalStateException("the queue is closed, position=" + position)
                : new CorruptQueueException(
                        field, "0x" + Long.toHexString(word), "one that belongs at position " + position);
    }

    /** What is wrong, in the words of the layout: for instance {@code magic}, {@code head}. */
    public String field() {
        return field;
    }
}
