package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import net.openhft.chronicle.bytes.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The window on a message: what can be reached through it, and until when. */
@ParameterizedClass
@EnumSource
class MessageTest extends QueueContract {
    MessageTest(Topology topology) {
        super(topology);
    }

    @Test
    void everyOffsetIsCheckedAgainstTheLength() {
        Message message = producer.claim(8);
        assertInside(message, 8);
        outside(() -> message.getLong(1));
        outside(() -> message.putLong(1, 0));
        outside(() -> message.getInt(5));
        outside(() -> message.putInt(5, 0));
        outside(() -> message.getByte(8));
        outside(() -> message.putByte(8, (byte) 0));
        outside(() -> message.getLong(-1));
        outside(() -> message.putByte(Integer.MIN_VALUE, (byte) 0));
        outside(() -> message.getLong(Integer.MAX_VALUE));
        outside(() -> message.getBytes(4, new byte[8], 0, 5));
        outside(() -> message.getBytes(0, new byte[4], 0, 5));
        outside(() -> message.putBytes(4, new byte[8], 0, 5));
        outside(() -> message.putBytes(0, new byte[4], 1, 4));
        outside(() -> message.putBytes(0, new byte[4], 0, -1));
        outside(() -> message.put(ByteBuffer.allocate(9)));
        producer.abort();
    }

    @Test
    void partsOfAMessageAreCopiedFromAndToParts() {
        Message message = producer.claim(6);
        message.putBytes(0, bytes(1, 6), 0, 6);
        message.putBytes(2, new byte[] {9, 8, 7, 6}, 1, 2);
        byte[] copy = new byte[5];
        message.getBytes(1, copy, 2, 3);
        assertArrayEquals(new byte[] {0, 0, bytes(1, 6)[1], 8, 7}, copy);
        producer.abort();
    }

    @Test
    void aMessageIsEmptyOnceItIsCommittedOrAborted() {
        Message committed = producer.claim(8);
        producer.commit();
        assertOver(committed);
        Message aborted = producer.claim(8);
        producer.abort();
        assertOver(aborted);
    }

    @Test
    void aMessageIsEmptyOnceItIsReleased() {
        offer("12345678", "12345678", "12345678", "12345678");
        Message message = consumer.poll();
        consumer.release();
        assertOver(message);
        assertEquals(8, consumer.poll().length());
        consumer.drain(each -> assertEquals(8, each.length()), 1);
        assertOver(message);
        consumer.poll();
        consumer.close();
        assertOver(message);
    }

    @Test
    void aMessageIsEmptyOncePollFoundNoOther() {
        offer("12345678");
        Message message = consumer.poll();
        consumer.poll();
        assertOver(message);
    }

    @Test
    void theBytesOfAReceivedMessageBeginWhereItBeginsAndEndWhereItEnds() {
        offer("first", "second one");
        Message message = consumer.poll();
        assertView("first", message.bytes());
        assertSame(message.bytes(), message.bytes());
        consumer.poll();
        assertView("second one", message.bytes());
        assertEquals('s', message.bytes().readByte(0));
        assertEquals('n', message.bytes().readByte(8));
    }

    @Test
    void bytesAreReadFromTheBeginningEachTimeTheyAreAskedFor() {
        offer("message");
        Message message = consumer.poll();
        assertEquals('m', message.bytes().readByte());
        assertEquals('m', message.bytes().readByte());
    }

    @Test
    void aMessageIsWrittenInPlaceThroughItsBytes() {
        Bytes<?> bytes = producer.claim(13).bytes();
        bytes.clear();
        bytes.writeLong(42).writeInt(7).writeByte((byte) 1);
        assertEquals(13, bytes.writePosition());
        producer.commit();
        Message received = consumer.poll();
        assertEquals(42, received.getLong(0));
        assertEquals(7, received.getInt(8));
        assertEquals(1, received.getByte(12));
    }

    @Test
    void bytesDoNotReachBeyondTheMessage() {
        offer("guarded", "next");
        Bytes<?> claimed = producer.claim(8).bytes();
        claimed.clear();
        claimed.writeLong(-1);
        assertThrows(RuntimeException.class, () -> claimed.writeByte((byte) -1));
        producer.abort();
        Bytes<?> received = consumer.poll().bytes();
        assertThrows(RuntimeException.class, () -> received.readLong(0));
        assertThrows(RuntimeException.class, () -> received.writeByte(7, (byte) -1));
        assertReceives("next");
    }

    private static void assertView(String expected, Bytes<?> view) {
        assertEquals(0, view.readPosition());
        assertEquals(expected.length(), view.readRemaining());
        assertEquals(expected.length(), view.readLimit());
        assertEquals(expected.length(), view.capacity());
        assertEquals(expected, view.toString());
    }

    private static void assertInside(Message message, int length) {
        for (int offset = 0; offset < length; offset++) {
            message.putByte(offset, (byte) offset);
            assertEquals(offset, message.getByte(offset));
        }
        assertEquals(0x0706_0504_0302_0100L, message.getLong(0));
        assertEquals(0x0706_0504, message.getInt(4));
    }

    private static void assertOver(Message message) {
        assertEquals(0, message.length());
        outside(() -> message.getByte(0));
        outside(() -> message.putLong(0, 1));
        outside(() -> message.getInt(0));
        outside(() -> message.getBytes(0, new byte[1], 0, 1));
        assertArrayEquals(new byte[0], message.toByteArray());
    }

    private static void outside(Executable access) {
        assertThrows(IndexOutOfBoundsException.class, access);
    }
}
