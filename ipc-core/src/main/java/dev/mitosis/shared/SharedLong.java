package dev.mitosis.shared;

import dev.mitosis.words.Words;
import java.io.Serial;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;

/** A {@code long} that processes share: an {@link java.util.concurrent.atomic.AtomicLong}. */
public final class SharedLong extends SharedValue {
    @Serial
    private static final long serialVersionUID = 1L;

    SharedLong(Segment segment) {
        super(segment);
    }

    public long get() {
        return Words.getAcquire(address());
    }

    public void set(long value) {
        Words.setRelease(address(), value);
        Words.fullFence();
    }

    /** Without any order among threads, as a plain variable is read. */
    public long getPlain() {
        return Words.get(address());
    }

    /** Without any order among threads, as a plain variable is written. */
    public void setPlain(long value) {
        Words.set(address(), value);
    }

    public long getAndAdd(long delta) {
        return Words.getAndAdd(address(), delta);
    }

    public long addAndGet(long delta) {
        return getAndAdd(delta) + delta;
    }

    public long incrementAndGet() {
        return addAndGet(1);
    }

    public long getAndSet(long value) {
        return getAndUpdate(before -> value);
    }

    public boolean compareAndSet(long expected, long value) {
        return Words.compareAndSet(address(), expected, value);
    }

    /** The function may be called again when others change the value meanwhile. */
    public long accumulateAndGet(long operand, LongBinaryOperator function) {
        return function.applyAsLong(getAndUpdate(before -> function.applyAsLong(before, operand)), operand);
    }

    /** The function may be called again when others change the value meanwhile. */
    public long getAndUpdate(LongUnaryOperator function) {
        long before = get();
        while (!compareAndSet(before, function.applyAsLong(before))) {
            before = get();
        }
        return before;
    }
}
