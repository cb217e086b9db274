package dev.mitosis.memory;

import com.kenai.jffi.MemoryIO;
import dev.mitosis.platform.Capability;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Shared memory in this process. Every access is checked against the bounds.
 *
 * <p>Closing twice is harmless, and using a closed region is an {@link IllegalStateException}. A thread that is inside
 * an access while another one closes the region reads zeros or writes to nowhere, and does not crash: closing puts
 * private zero pages where the file was, and the addresses are given back when the region is garbage, and another one is made.
 *
 * <p>Thread-safe in that sense only: accesses are plain, and neither atomic nor ordered among threads or processes.
 */
public final class MappedRegion implements AutoCloseable {
    private final Mapping mapping;
    private final Pointer memory;
    private final AtomicBoolean closed = new AtomicBoolean();

    MappedRegion(Mapping mapping) {
        this.mapping = mapping;
        this.memory = Pointer.wrap(Runtime.getSystemRuntime(), mapping.address(), mapping.length());
    }

    /**
     * Zeros that this process shares with the children it forks from now on.
     *
     * @param length in bytes, at least 1
     */
    public static MappedRegion anonymous(long length) {
        Capability.MMAP.require();
        if (length < 1) {
            throw new IllegalArgumentException("a region holds at least a byte, length=" + length);
        }
        return new MappedRegion(PosixMapping.ofNoFile(length));
    }

    /** In bytes. */
    public long length() {
        return mapping.length();
    }

    /**
     * Where the region begins, for code that makes its own checks and keeps this object reachable while it uses the
     * address.
     */
    public long address() {
        checkOpen();
        return mapping.address();
    }

    public boolean isClosed() {
        return closed.get();
    }

    public int getInt(long offset) {
        check(offset, Integer.BYTES);
        try {
            return memory.getInt(offset);
        } finally {
            Reference.reachabilityFence(mapping);
        }
    }

    public void putInt(long offset, int value) {
        check(offset, Integer.BYTES);
        try {
            memory.putInt(offset, value);
        } finally {
            Reference.reachabilityFence(mapping);
        }
    }

    /**
     * FNV-1a over the region's words, a word at a time.
     *
     * @param from the first word's offset
     * @param to the offset behind the last word
     */
    public long checksum(long from, long to) {
        long hash = 0xcbf29ce484222325L;
        for (long at = from; at < to; at += Long.BYTES) {
            hash = (hash ^ getLong(at)) * 0x100000001b3L;
        }
        return hash;
    }

    public long getLong(long offset) {
        check(offset, Long.BYTES);
        try {
            return memory.getLong(offset);
        } finally {
            Reference.reachabilityFence(mapping);
        }
    }

    public void putLong(long offset, long value) {
        check(offset, Long.BYTES);
        try {
            memory.putLong(offset, value);
        } finally {
            Reference.reachabilityFence(mapping);
        }
    }

    /** Copies bytes of the region, from {@code offset} on, into all of {@code target}. */
    public void get(long offset, byte[] target) {
        check(offset, target.length);
        try {
            memory.get(offset, target, 0, target.length);
        } finally {
            Reference.reachabilityFence(mapping);
        }
    }

    /** Copies all of {@code source} into the region, from {@code offset} on. */
    public void put(long offset, byte[] source) {
        check(offset, source.length);
        try {
            memory.put(offset, source, 0, source.length);
        } finally {
            Reference.reachabilityFence(mapping);
        }
    }

    /**
     * A part of the region as a buffer in the machine's byte order, which keeps the region's addresses valid as long as it is
     * reachable, closed or not.
     *
     * @param length in bytes
     */
    public ByteBuffer buffer(long offset, int length) {
        check(offset, length);
        Reclaimer.giveBackGarbage();
        ByteBuffer buffer = MemoryIO.getInstance().newDirectByteBuffer(mapping.address() + offset, length);
        Reclaimer.whenUnreachable(buffer, mapping::length);
        return buffer.order(ByteOrder.nativeOrder());
    }

    /** Waits until what was written is in the file. */
    public void force() {
        checkOpen();
        mapping.sync();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            mapping.detach();
        }
    }

    private void check(long offset, long size) {
        checkOpen();
        Objects.checkFromIndexSize(offset, size, mapping.length());
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the region is closed, length=" + mapping.length());
        }
    }
}
