package dev.mitosis.shared;

import dev.mitosis.words.Words;
import java.io.Serial;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Numbers that processes share: an {@link java.util.concurrent.atomic.AtomicIntegerArray}. */
public final class SharedIntArray extends SharedElements {
    @Serial
    private static final long serialVersionUID = 1L;

    SharedIntArray(Segment segment) {
        super(segment);
    }

    public int get(long index) {
        return Words.getIntAcquire(address(index, Integer.BYTES));
    }

    public void set(long index, int value) {
        Words.setIntRelease(address(index, Integer.BYTES), value);
    }

    public int getAndAdd(long index, int delta) {
        return accumulateAndGet(index, delta, Integer::sum) - delta;
    }

    public boolean compareAndSet(long index, int expected, int value) {
        return Words.compareAndSetInt(address(index, Integer.BYTES), expected, value);
    }

    /** The function may be called again when others change the element meanwhile. */
    public int accumulateAndGet(long index, int operand, IntBinaryOperator function) {
        int before;
        int after;
        do {
            before = get(index);
            after = function.applyAsInt(before, operand);
        } while (!compareAndSet(index, before, after));
        return after;
    }

    /** Each element as it is when the stream comes to it; can be made parallel. */
    public IntStream stream() {
        return LongStream.range(0, length()).mapToInt(this::get);
    }
}
