package dev.mitosis.words;

import java.nio.ByteOrder;
import net.openhft.chronicle.core.UnsafeMemory;

/**
 * Shared memory by address: aligned 64-bit words in C++'s memory orders, and plain bytes. No check of any kind is made: the caller
 * knows that the address lies in a mapping that it keeps. Behind each store is one of the {@link KillPoints}.
 */
public final class Words {
    private static final UnsafeMemory MEMORY = UnsafeMemory.MEMORY;
    private static final long ARRAY_BASE = MEMORY.arrayBaseOffset(byte[].class);

    static {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new UnsupportedOperationException("shared files are little-endian, this machine is not");
        }
    }

    private static final int TWO_WORDS = 2 * Long.BYTES;
    private static final int FOUR_WORDS = 4 * Long.BYTES;
    private static final int EIGHT_WORDS = 8 * Long.BYTES;
    private static final int SIXTEEN_WORDS = 16 * Long.BYTES;

    private Words() {}

    public static long get(long address) {
        return MEMORY.readLong(address);
    }

    public static void set(long address, long value) {
        MEMORY.writeLong(address, value);
        KillPoints.pass();
    }

    public static int getInt(long address) {
        return MEMORY.readInt(address);
    }

    public static void setInt(long address, int value) {
        MEMORY.writeInt(address, value);
        KillPoints.pass();
    }

    /** As {@link #getAcquire}. */
    public static int getIntAcquire(long address) {
        return UnsafeMemory.UNSAFE.getIntVolatile(null, address);
    }

    /** As {@link #setRelease}. */
    public static void setIntRelease(long address, int value) {
        UnsafeMemory.UNSAFE.putOrderedInt(null, address, value);
        KillPoints.pass();
    }

    /** As {@link #compareAndSet}. */
    public static boolean compareAndSetInt(long address, int expected, int value) {
        boolean done = MEMORY.compareAndSwapInt(address, expected, value);
        KillPoints.pass();
        return done;
    }

    public static byte getByte(long address) {
        return MEMORY.readByte(address);
    }

    public static void setByte(long address, byte value) {
        MEMORY.writeByte(address, value);
        KillPoints.pass();
    }

    public static void copy(long source, byte[] target, int targetOffset, int count) {
        MEMORY.copyMemory(source, target, ARRAY_BASE + targetOffset, count);
    }

    /** The areas do not overlap. */
    public static void copy(long source, long target, int count) {
        copy(null, source, target, count);
        KillPoints.pass();
    }

    public static void copy(byte[] source, int sourceOffset, long target, int count) {
        copy(source, ARRAY_BASE + sourceOffset, target, count);
        KillPoints.pass();
    }

    /**
     * Words without a loop, whose variables would be kept on the stack: stores there queue up with the message's, behind
     * lines that come from afar. The commonest lengths first, which callers often know as constants.
     */
    private static void copy(Object base, long source, long target, int count) {
        switch (count) {
            case TWO_WORDS -> copyTwoWords(base, source, target);
            case FOUR_WORDS -> copyFourWords(base, source, target);
            case EIGHT_WORDS -> copyEightWords(base, source, target);
            case SIXTEEN_WORDS -> {
                copyEightWords(base, source, target);
                copyEightWords(base, source + EIGHT_WORDS, target + EIGHT_WORDS);
            }
            default -> copyAnyNumber(base, source, target, count);
        }
    }

    /**
     * Words in the middle may be copied twice, so that no loop counts them. More than eight words are worth the call of a
     * routine made for them.
     */
    private static void copyAnyNumber(Object base, long source, long target, int count) {
        if (count > EIGHT_WORDS) {
            UnsafeMemory.UNSAFE.copyMemory(base, source, null, target, count);
        } else if (count >= FOUR_WORDS) {
            int last = count - FOUR_WORDS;
            copyFourWords(base, source, target);
            copyFourWords(base, source + last, target + last);
        } else if (count >= TWO_WORDS) {
            int last = count - TWO_WORDS;
            copyTwoWords(base, source, target);
            copyTwoWords(base, source + last, target + last);
        } else if (count >= Long.BYTES) {
            int last = count - Long.BYTES;
            copyWord(base, source, target);
            copyWord(base, source + last, target + last);
        } else {
            for (int at = 0; at < count; at++) {
                UnsafeMemory.UNSAFE.putByte(target + at, UnsafeMemory.UNSAFE.getByte(base, source + at));
            }
        }
    }

    private static void copyEightWords(Object base, long source, long target) {
        copyFourWords(base, source, target);
        copyFourWords(base, source + FOUR_WORDS, target + FOUR_WORDS);
    }

    private static void copyFourWords(Object base, long source, long target) {
        copyTwoWords(base, source, target);
        copyTwoWords(base, source + TWO_WORDS, target + TWO_WORDS);
    }

    private static void copyTwoWords(Object base, long source, long target) {
        copyWord(base, source, target);
        copyWord(base, source + Long.BYTES, target + Long.BYTES);
    }

    private static void copyWord(Object base, long source, long target) {
        UnsafeMemory.UNSAFE.putLong(target, UnsafeMemory.UNSAFE.getLong(base, source));
    }

    /** What is read or written after this is not moved before it. */
    public static long getAcquire(long address) {
        return UnsafeMemory.UNSAFE.getLongVolatile(null, address);
    }

    /** What was read or written before this is not moved after it. */
    public static void setRelease(long address, long value) {
        UnsafeMemory.UNSAFE.putOrderedLong(null, address, value);
        KillPoints.pass();
    }

    /** A full barrier, whether or not it succeeds. */
    public static boolean compareAndSet(long address, long expected, long value) {
        boolean done = MEMORY.compareAndSwapLong(address, expected, value);
        KillPoints.pass();
        return done;
    }

    /** A full barrier on x86; elsewhere as getAcquire and setRelease in one. */
    public static long getAndSet(long address, long value) {
        long before = UnsafeMemory.UNSAFE.getAndSetLong(null, address, value);
        KillPoints.pass();
        return before;
    }

    public static long getAndAdd(long address, long delta) {
        long sum = MEMORY.addLong(address, delta);
        KillPoints.pass();
        return sum - delta;
    }

    /** Keeps the compiler, but not the processor, from moving a load before an earlier store. */
    public static void compilerFence() {
        UnsafeMemory.unsafeStoreFence();
    }

    /** Keeps compiler and processor from moving a later load before an earlier one. */
    public static void loadFence() {
        UnsafeMemory.UNSAFE.loadFence();
    }

    /** Keeps compiler and processor from moving a load before an earlier store. */
    public static void fullFence() {
        UnsafeMemory.UNSAFE.fullFence();
    }
}
