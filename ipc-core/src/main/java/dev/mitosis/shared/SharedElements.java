package dev.mitosis.shared;

import java.io.Serial;
import java.nio.ByteBuffer;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;

/** Many values in a row. Views stay valid when this object is closed, and then see what the others see no more. */
public abstract sealed class SharedElements extends SharedValue
        permits SharedMemory, SharedLongArray, SharedIntArray, SharedDoubleArray {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient long length;

    SharedElements(Segment segment) {
        super(segment);
        this.length = segment.header().parameter();
    }

    /** How many elements there are. */
    public final long length() {
        return length;
    }

    /** In bytes. */
    public final long byteCount() {
        return segment().header().bodyLength();
    }

    /**
     * All of it as a buffer, in the machine's byte order.
     *
     * @throws IllegalArgumentException when it is longer than a buffer can be
     */
    public final ByteBuffer buffer() {
        if (byteCount() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("longer than a buffer can be: take a part, bytes=" + byteCount());
        }
        return buffer(0, (int) byteCount());
    }

    /**
     * A part of it as a buffer, in the machine's byte order.
     *
     * @param offset in bytes
     */
    public final ByteBuffer buffer(long offset, int bytes) {
        Objects.checkFromIndexSize(offset, bytes, byteCount());
        segment().checkOpen();
        return segment().region().buffer(SharedLayout.BODY_OFFSET + offset, bytes);
    }

    /** All of it as Chronicle's Bytes; for one thread. */
    public final Bytes<?> bytes() {
        return MemoryBytes.of(segment().region(), address(), byteCount());
    }

    /** Where an element is. */
    final long address(long index, int elementBytes) {
        return address() + Objects.checkIndex(index, length) * elementBytes;
    }
}
