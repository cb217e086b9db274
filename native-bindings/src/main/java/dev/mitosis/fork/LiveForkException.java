package dev.mitosis.fork;

/** A fork that was not made; everything is as it was before. The message says why, and what to do instead. */
public final class LiveForkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LiveForkException(String message) {
        super(message);
    }
}
