package dev.mitosis.shared;

import dev.mitosis.words.Words;
import java.io.Serial;
import java.util.Objects;

/**
 * Bytes that processes share: Python's {@code SharedMemory}. Copies in and out are neither atomic nor ordered; take {@link #lock} where
 * others write.
 */
public final class SharedMemory extends SharedElements {
    @Serial
    private static final long serialVersionUID = 1L;

    SharedMemory(Segment segment) {
        super(segment);
    }

    /** Copies from here, from {@code offset} on, into all of {@code target}. */
    public void get(long offset, byte[] target) {
        Objects.checkFromIndexSize(offset, target.length, byteCount());
        Words.copy(address() + offset, target, 0, target.length);
    }

    /** Copies all of {@code source} here, from {@code offset} on. */
    public void put(long offset, byte[] source) {
        Objects.checkFromIndexSize(offset, source.length, byteCount());
        Words.copy(source, 0, address() + offset, source.length);
    }
}
