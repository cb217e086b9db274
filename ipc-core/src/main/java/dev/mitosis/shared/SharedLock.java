package dev.mitosis.shared;

import java.io.Serial;

/** A lock that its owner cannot take twice: to try is an {@link IllegalStateException}. */
public final class SharedLock extends RobustLock {
    @Serial
    private static final long serialVersionUID = 1L;

    SharedLock(Segment segment) {
        super(segment);
    }

    @Override
    boolean isReentrant() {
        return false;
    }
}
