package dev.mitosis.demo.bench;

import java.io.Serial;

/** A measurement cannot be made, for a reason that the message gives. */
public final class BenchException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    BenchException(String message) {
        super(message);
    }
}
