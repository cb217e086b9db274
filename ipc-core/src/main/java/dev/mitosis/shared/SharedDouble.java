package dev.mitosis.shared;

import dev.mitosis.words.Words;
import java.io.Serial;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** A {@code double} that processes share. */
public final class SharedDouble extends SharedValue {
    @Serial
    private static final long serialVersionUID = 1L;

    SharedDouble(Segment segment) {
        super(segment);
    }

    public double get() {
        return Double.longBitsToDouble(Words.getAcquire(address()));
    }

    public void set(double value) {
        Words.setRelease(address(), Double.doubleToRawLongBits(value));
        Words.fullFence();
    }

    /** Without any order among threads, as a plain variable is read. */
    public double getPlain() {
        return Double.longBitsToDouble(Words.get(address()));
    }

    /** Without any order among threads, as a plain variable is written. */
    public void setPlain(double value) {
        Words.set(address(), Double.doubleToRawLongBits(value));
    }

    public double getAndAdd(double delta) {
        return getAndUpdate(before -> before + delta);
    }

    public double addAndGet(double delta) {
        return getAndAdd(delta) + delta;
    }

    public double getAndSet(double value) {
        return getAndUpdate(before -> value);
    }

    /** Compares bits: 0.0 and -0.0 differ, and a NaN is itself. */
    public boolean compareAndSet(double expected, double value) {
        return Words.compareAndSet(address(), Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(value));
    }

    /** The function may be called again when others change the value meanwhile. */
    public double accumulateAndGet(double operand, DoubleBinaryOperator function) {
        return function.applyAsDouble(getAndUpdate(before -> function.applyAsDouble(before, operand)), operand);
    }

    /** The function may be called again when others change the value meanwhile. */
    public double getAndUpdate(DoubleUnaryOperator function) {
        double before = get();
        while (!compareAndSet(before, function.applyAsDouble(before))) {
            before = get();
        }
        return before;
    }
}
