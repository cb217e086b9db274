package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.words.Words;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import net.openhft.chronicle.bytes.Bytes;

/**
 * A message where it lies in the queue's memory: a window that is moved from message to message, so that nothing is
 * copied and no garbage is made. Offsets count from the message's first byte and are checked against its length.
 *
 * <p>It is valid until the producer commits or aborts it, or the consumer releases it; afterwards it is empty, and every
 * access is an {@link IndexOutOfBoundsException}. One thread at a time.
 */
public final class Message {
    private static final int NOWHERE = -1;

    /** Keeps the memory mapped as long as this is reachable. */
    private final MappedRegion region;

    private long address;
    private int length = NOWHERE;
    private MessageBytes bytes;

    Message(MappedRegion region) {
        this.region = region;
    }

    void moveTo(long newAddress, int newLength) {
        address = newAddress;
        length = newLength;
    }

    void clear() {
        length = NOWHERE;
    }

    /** Whether this is a message now, and not what is left of one. */
    boolean isSomewhere() {
        return length != NOWHERE;
    }

    long address() {
        return address;
    }

    /** The length, or less than 0 when this is no message. */
    int claimedLength() {
        return length;
    }

    /** In bytes. */
    public int length() {
        return Math.max(0, length);
    }

    public long getLong(int offset) {
        return Words.get(address + check(offset, Long.BYTES));
    }

    public void putLong(int offset, long value) {
        Words.set(address + check(offset, Long.BYTES), value);
    }

    public int getInt(int offset) {
        return Words.getInt(address + check(offset, Integer.BYTES));
    }

    public void putInt(int offset, int value) {
        Words.setInt(address + check(offset, Integer.BYTES), value);
    }

    public byte getByte(int offset) {
        return Words.getByte(address + check(offset, Byte.BYTES));
    }

    public void putByte(int offset, byte value) {
        Words.setByte(address + check(offset, Byte.BYTES), value);
    }

    /** Copies bytes of the message, from {@code offset} on, into {@code count} bytes of {@code target}. */
    public void getBytes(int offset, byte[] target, int targetOffset, int count) {
        Objects.checkFromIndexSize(offset, count, length());
        Objects.checkFromIndexSize(targetOffset, count, target.length);
        Words.copy(address + offset, target, targetOffset, count);
    }

    /** Copies {@code count} bytes of {@code source} into the message, from {@code offset} on. */
    public void putBytes(int offset, byte[] source, int sourceOffset, int count) {
        Objects.checkFromIndexSize(offset, count, length());
        Objects.checkFromIndexSize(sourceOffset, count, source.length);
        Words.copy(source, sourceOffset, address + offset, count);
    }

    /** Copies another message's bytes, all of them, to this one's beginning. */
    public void put(Message source) {
        int count = source.length();
        Objects.checkFromIndexSize(0, count, length());
        Words.copy(source.address, address, count);
    }

    /** Copies what remains in the source to the message's beginning; the source's position stays where it is. */
    public void put(ByteBuffer source) {
        int count = source.remaining();
        Objects.checkFromIndexSize(0, count, length());
        ByteBuffer ordered = source.order() == ByteOrder.LITTLE_ENDIAN
                ? source
                : source.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        int start = ordered.position();
        int whole = count & -Long.BYTES;
        for (int at = 0; at < whole; at += Long.BYTES) {
            Words.set(address + at, ordered.getLong(start + at));
        }
        for (int at = whole; at < count; at++) {
            Words.setByte(address + at, ordered.get(start + at));
        }
    }

    /** A copy of the whole message. */
    public byte[] toByteArray() {
        byte[] copy = new byte[length()];
        getBytes(0, copy, 0, copy.length);
        return copy;
    }

    /**
     * The message as Chronicle Bytes, in place: to be read from its beginning to its end, or written over. The same object
     * is returned for every message, and is valid as long as this one.
     */
    public Bytes<?> bytes() {
        if (bytes == null) {
            bytes = new MessageBytes(region);
        }
        return bytes.at(address, length());
    }

    private int check(int offset, int size) {
        return Objects.checkIndex(offset, length - (size - 1));
    }
}
