package dev.mitosis.ipc;

/**
 * Stands for what was thrown in another process and cannot be had here: its class is unknown here, or it could not be
 * serialised. Message and stack trace are those of the original.
 */
public final class RemoteFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String originalClass;

    RemoteFailure(Throwable original) {
        super(original.toString());
        this.originalClass = original.getClass().getName();
        setStackTrace(original.getStackTrace());
    }

    /** The name of the class of what was thrown. */
    public String originalClass() {
        return originalClass;
    }
}
