package dev.mitosis.shared;

import dev.mitosis.words.Words;
import java.io.Serial;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;

/** Numbers that processes share: an {@link java.util.concurrent.atomic.AtomicLongArray}. */
public final class SharedLongArray extends SharedElements {
    @Serial
    private static final long serialVersionUID = 1L;

    SharedLongArray(Segment segment) {
        super(segment);
    }

    public long get(long index) {
        return Words.getAcquire(address(index, Long.BYTES));
    }

    public void set(long index, long value) {
        Words.setRelease(address(index, Long.BYTES), value);
    }

    public long getAndAdd(long index, long delta) {
        return Words.getAndAdd(address(index, Long.BYTES), delta);
    }

    public boolean compareAndSet(long index, long expected, long value) {
        return Words.compareAndSet(address(index, Long.BYTES), expected, value);
    }

    /** The function may be called again when others change the element meanwhile. */
    public long accumulateAndGet(long index, long operand, LongBinaryOperator function) {
        long before;
        long after;
        do {
            before = get(index);
            after = function.applyAsLong(before, operand);
        } while (!compareAndSet(index, before, after));
        return after;
    }

    /** Each element as it is when the stream comes to it; can be made parallel. */
    public LongStream stream() {
        return LongStream.range(0, length()).map(this::get);
    }
}
