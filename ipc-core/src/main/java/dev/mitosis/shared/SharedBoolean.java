package dev.mitosis.shared;

import dev.mitosis.words.Words;
import java.io.Serial;

/** A {@code boolean} that processes share: an {@link java.util.concurrent.atomic.AtomicBoolean}. */
public final class SharedBoolean extends SharedValue {
    @Serial
    private static final long serialVersionUID = 1L;

    SharedBoolean(Segment segment) {
        super(segment);
    }

    public boolean get() {
        return Words.getAcquire(address()) != 0;
    }

    public void set(boolean value) {
        Words.setRelease(address(), word(value));
        Words.fullFence();
    }

    /** Without any order among threads, as a plain variable is read. */
    public boolean getPlain() {
        return Words.get(address()) != 0;
    }

    /** Without any order among threads, as a plain variable is written. */
    public void setPlain(boolean value) {
        Words.set(address(), word(value));
    }

    public boolean getAndSet(boolean value) {
        // When it was not the other value, it was this one.
        return compareAndSet(!value, value) ? !value : value;
    }

    public boolean compareAndSet(boolean expected, boolean value) {
        return Words.compareAndSet(address(), word(expected), word(value));
    }

    private static long word(boolean value) {
        return value ? 1 : 0;
    }
}
