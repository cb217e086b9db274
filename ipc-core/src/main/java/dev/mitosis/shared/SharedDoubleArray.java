package dev.mitosis.shared;

import dev.mitosis.words.Words;
import java.io.Serial;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/** Numbers that processes share. */
public final class SharedDoubleArray extends SharedElements {
    @Serial
    private static final long serialVersionUID = 1L;

    SharedDoubleArray(Segment segment) {
        super(segment);
    }

    public double get(long index) {
        return Double.longBitsToDouble(Words.getAcquire(address(index, Double.BYTES)));
    }

    public void set(long index, double value) {
        Words.setRelease(address(index, Double.BYTES), Double.doubleToRawLongBits(value));
    }

    public double getAndAdd(long index, double delta) {
        double before = get(index);
        while (!compareAndSet(index, before, before + delta)) {
            before = get(index);
        }
        return before;
    }

    /** Compares bits: 0.0 and -0.0 differ, and a NaN is itself. */
    public boolean compareAndSet(long index, double expected, double value) {
        return Words.compareAndSet(
                address(index, Double.BYTES), Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(value));
    }

    /** The function may be called again when others change the element meanwhile. */
    public double accumulateAndGet(long index, double operand, DoubleBinaryOperator function) {
        double before;
        double after;
        do {
            before = get(index);
            after = function.applyAsDouble(before, operand);
        } while (!compareAndSet(index, before, after));
        return after;
    }

    /** Each element as it is when the stream comes to it; can be made parallel. */
    public DoubleStream stream() {
        return LongStream.range(0, length()).mapToDouble(this::get);
    }
}
