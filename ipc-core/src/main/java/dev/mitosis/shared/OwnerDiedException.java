package dev.mitosis.shared;

import java.io.Serial;

/**
 * The last one who had the lock died, or ended, without giving it back, so that what the lock protects may be half changed.
 * Whoever takes it with {@link RobustLock#hold} while this {@link #isRecoverable()} can put that in order.
 */
public final class OwnerDiedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean recoverable;

    OwnerDiedException(String lock, boolean recoverable) {
        super("the owner of a lock died with it, "
                + (recoverable ? "take it with hold() and mark it consistent" : "and it was not marked consistent")
                + ", lock=" + lock);
        this.recoverable = recoverable;
    }

    /** False once somebody who was told has given the lock back without marking it consistent. */
    public boolean isRecoverable() {
        return recoverable;
    }
}
