package dev.mitosis.shared;

import dev.mitosis.words.Words;
import java.io.Serial;
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
        int before = get(index);
        while (!compareAndSet(index, before, before + delta)) {
            before = get(index);
        }
        return before;
    }

    public boolean compareAndSet(long index, int expected, int value) {
        return Words.compareAndSetInt(address(index, Integer.BYTES), expected, value);
    }

    /** Each element as it is when the stream comes to it; can be made parallel. */
    public IntStream stream() {
        return LongStream.range(0, length()).mapToInt(this::get);
    }
}
