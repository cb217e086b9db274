package dev.mitosis.shared;

import java.io.Serial;

/** A lock that its owner can take again, and then gives back as many times. */
public final class SharedReentrantLock extends RobustLock {
    @Serial
    private static final long serialVersionUID = 1L;

    SharedReentrantLock(Segment segment) {
        super(segment);
    }

    @Override
    boolean isReentrant() {
        return true;
    }
}
