package dev.mitosis.queue;

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

    /** What is wrong, in the words of the layout: for instance {@code magic}, {@code head}. */
    public String field() {
        return field;
    }
}
