package dev.mitosis.shared;

import java.io.Serial;

/** A shared object's file says something that none says. Nothing was read from where it pointed. */
public final class CorruptFileException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String field;

    CorruptFileException(String field, Object value, String expected) {
        super("the shared file is corrupt: " + field + " should be " + expected + ", " + field + "=" + value);
        this.field = field;
    }

    /** What is wrong, in the words of the layout: for instance {@code magic}, {@code owner}. */
    public String field() {
        return field;
    }
}
