package dev.mitosis.shared;

import java.io.Serial;

/**
 * A value or an array in shared memory, and a lock of its own for changes that take more than one step. Single reads and writes are never
 * torn, and are ordered as those of Java's volatile variables, unless they say otherwise.
 */
public abstract sealed class SharedValue extends SharedObject
        permits SharedLong, SharedInt, SharedDouble, SharedBoolean, SharedElements {
    @Serial
    private static final long serialVersionUID = 1L;

    private transient SharedReentrantLock lock;

    SharedValue(Segment segment) {
        super(segment);
    }

    /** The lock that belongs to this value; nothing but convention makes anybody take it. Closed with the value. */
    public final synchronized SharedReentrantLock lock() {
        if (lock == null) {
            lock = new SharedReentrantLock(segment());
        }
        return lock;
    }

    /** Where the value is. */
    final long address() {
        segment().checkOpen();
        return segment().address(SharedLayout.BODY_OFFSET);
    }
}
