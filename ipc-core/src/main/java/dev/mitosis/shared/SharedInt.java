package dev.mitosis.shared;

import dev.mitosis.words.Words;
import java.io.Serial;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;

/** An {@code int} that processes share: an {@link java.util.concurrent.atomic.AtomicInteger}. */
public final class SharedInt extends SharedValue {
    @Serial
    private static final long serialVersionUID = 1L;

    SharedInt(Segment segment) {
        super(segment);
    }

    public int get() {
        return Words.getIntAcquire(address());
    }

    public void set(int value) {
        Words.setIntRelease(address(), value);
        Words.fullFence();
    }

    /** Without any order among threads, as a plain variable is read. */
    public int getPlain() {
        return Words.getInt(address());
    }

    /** Without any order among threads, as a plain variable is written. */
    public void setPlain(int value) {
        Words.setInt(address(), value);
    }

    public int getAndAdd(int delta) {
        return getAndUpdate(before -> before + delta);
    }

    public int addAndGet(int delta) {
        return getAndAdd(delta) + delta;
    }

    public int incrementAndGet() {
        return addAndGet(1);
    }

    public int getAndSet(int value) {
        return getAndUpdate(before -> value);
    }

    public boolean compareAndSet(int expected, int value) {
        return Words.compareAndSetInt(address(), expected, value);
    }

    /** The function may be called again when others change the value meanwhile. */
    public int accumulateAndGet(int operand, IntBinaryOperator function) {
        return function.applyAsInt(getAndUpdate(before -> function.applyAsInt(before, operand)), operand);
    }

    /** The function may be called again when others change the value meanwhile. */
    public int getAndUpdate(IntUnaryOperator function) {
        int before = get();
        while (!compareAndSet(before, function.applyAsInt(before))) {
            before = get();
        }
        return before;
    }
}
