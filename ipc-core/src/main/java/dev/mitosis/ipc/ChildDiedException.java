package dev.mitosis.ipc;

import dev.mitosis.process.ExitStatus;

/** A child ended without a result: it was killed, or it exited by itself. */
public final class ChildDiedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient ExitStatus status;

    ChildDiedException(String child, ExitStatus status) {
        super(child + " ended without a result: " + status);
        this.status = status;
    }

    /** How it ended. */
    public ExitStatus status() {
        return status;
    }
}
