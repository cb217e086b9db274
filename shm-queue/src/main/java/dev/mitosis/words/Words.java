package dev.mitosis.words;

import java.nio.ByteOrder;
import net.openhft.chronicle.core.UnsafeMemory;

/**
 * Shared memory by address: aligned 64-bit words in C++'s memory orders, and plain bytes. No check of any kind is made: the caller
 * knows that the address lies in a mapping that it keeps.
 */
public final class Words {
    private static final UnsafeMemory MEMORY = UnsafeMemory.MEMORY;
    private static final long ARRAY_BASE = MEMORY.arrayBaseOffset(byte[].class);

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsupportedOperationException("shared files are little-endian, this machine is not");
        }
    }

    private Words() {}

    public static long get(long address) {
        return MEMORY.readLong(address);
    }

    public static void set(long address, long value) {
        MEMORY.writeLong(address, value);
    }

    public static int getInt(long address) {
        return MEMORY.readInt(address);
    }

    public static void setInt(long address, int value) {
        MEMORY.writeInt(address, value);
    }

    public static byte getByte(long address) {
        return MEMORY.readByte(address);
    }

    public static void setByte(long address, byte value) {
        MEMORY.writeByte(address, value);
    }

    public static void copy(long source, byte[] target, int targetOffset, int count) {
        MEMORY.copyMemory(source, target, ARRAY_BASE + targetOffset, count);
    }

    public static void copy(byte[] source, int sourceOffset, long target, int count) {
        MEMORY.copyMemory(source, sourceOffset, target, count);
    }

    /** What is read or written after this is not moved before it. */
    public static long getAcquire(long address) {
        return MEMORY.readVolatileLong(address);
    }

    /** What was read or written before this is not moved after it. */
    public static void setRelease(long address, long value) {
        MEMORY.writeOrderedLong(address, value);
    }

    /** A full barrier, whether or not it succeeds. */
    public static boolean compareAndSet(long address, long expected, long value) {
        return MEMORY.compareAndSwapLong(address, expected, value);
    }

    public static long getAndAdd(long address, long delta) {
        return MEMORY.addLong(address, delta) - delta;
    }

    /** Keeps the compiler, but not the processor, from moving a load before an earlier store. */
    public static void compilerFence() {
        UnsafeMemory.unsafeStoreFence();
    }

    /** Keeps compiler and processor from moving a load before an earlier store. */
    public static void fullFence() {
        UnsafeMemory.UNSAFE.fullFence();
    }
}
