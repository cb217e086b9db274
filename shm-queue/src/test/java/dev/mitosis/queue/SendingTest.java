package dev.mitosis.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One message: how it gets in, and that it comes out as it was. */
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOSSY_BROADCAST")
class SendingTest extends QueueContract {
    SendingTest(Topology topology) {
        super(topology);
    }

    @Test
    void aClaimedMessageIsReceivedOnceItIsCommitted() {
        Message claimed = producer.claim(12);
        assertEquals(12, claimed.length());
        claimed.putLong(0, 0x0123_4567_89ab_cdefL);
        claimed.putInt(8, -7);
        assertNull(consumer.poll());
        producer.commit();
        Message received = consumer.poll();
        assertEquals(12, received.length());
        assertEquals(0x0123_4567_89ab_cdefL, received.getLong(0));
        assertEquals(-7, received.getInt(8));
        assertNull(consumer.poll());
    }

    @Test
    void anAbortedMessageNeverWas() {
        producer.claim(100).putLong(0, -1);
        producer.abort();
        offer("after");
        producer.claim(8).putLong(0, -1);
        producer.abort();
        assertReceives("after");
    }

    @Test
    void aMessageMayComeOutShorterThanItWasClaimed() {
        for (int length : new int[] {0, 1, 8, 9, 63, 64}) {
            producer.claim(64).putBytes(0, bytes(length, 64), 0, 64);
            producer.commit(length);
            offer("next");
            assertNext(Arrays.copyOf(bytes(length, 64), length));
            assertReceives("next");
        }
    }

    @Test
    void arraysOfAnyLengthArriveAsTheyWere() {
        for (int length = 0; length <= 70; length++) {
            assertTrue(producer.offer(bytes(length, length)));
            assertNext(bytes(length, length));
        }
    }

    @Test
    void buffersOfAnyKindArriveAsTheyWereAndStayWhereTheyWere() {
        for (int length = 0; length <= 35; length++) {
            for (ByteBuffer buffer : buffers(bytes(length, length))) {
                int position = buffer.position();
                assertTrue(producer.offer(buffer));
                assertEquals(position, buffer.position());
                assertEquals(length, buffer.remaining());
                assertNext(bytes(length, length));
            }
        }
    }

    @Test
    void sendCopiesLikeOffer() throws Exception {
        assertTrue(producer.send(bytes(1, 5), Duration.ZERO));
        assertTrue(producer.send(ByteBuffer.wrap(bytes(2, 6)), Duration.ofSeconds(1)));
        producer.send(bytes(3, 7));
        assertNext(bytes(1, 5));
        assertNext(bytes(2, 6));
        assertNext(bytes(3, 7));
    }

    @Test
    void theShortestAndTheLongestMessagesFitWhereverTheRingStands() {
        int longest = producer.maxMessageLength();
        assertTrue(longest < CAPACITY / 2 && longest > CAPACITY / 2 - CAPACITY / 32, "longest=" + longest);
        for (int i = 0; i < 300; i++) {
            assertTrue(producer.offer(bytes(i, longest)), "i=" + i);
            assertNext(bytes(i, longest));
            assertTrue(producer.offer(new byte[0]));
            assertNext(new byte[0]);
        }
    }

    @Test
    void whatIsTooLongOrNegativeIsRefused() {
        int tooLong = producer.maxMessageLength() + 1;
        Class<IllegalArgumentException> misuse = IllegalArgumentException.class;
        assertRefused(misuse, "length=" + tooLong, () -> producer.claim(tooLong));
        assertRefused(misuse, "length=" + tooLong, () -> producer.claim(tooLong, Duration.ofSeconds(1)));
        assertRefused(misuse, "length=" + tooLong, () -> producer.offer(new byte[tooLong]));
        assertRefused(misuse, "length=" + tooLong, () -> producer.offer(ByteBuffer.allocate(tooLong)));
        assertRefused(misuse, "length=" + tooLong, () -> producer.send(new byte[tooLong]));
        assertRefused(misuse, "length=-1", () -> producer.claim(-1));
        assertRefused(misuse, "length=" + Integer.MAX_VALUE, () -> producer.claim(Integer.MAX_VALUE));
        assertRefused(misuse, "length=" + Integer.MIN_VALUE, () -> producer.claim(Integer.MIN_VALUE));
        offer("still works");
        assertReceives("still works");
    }

    @Test
    void aSecondClaimIsRefusedAndLeavesTheFirstAsItWas() {
        producer.claim(5).putBytes(0, "first".getBytes(UTF_8), 0, 5);
        Class<IllegalStateException> misuse = IllegalStateException.class;
        assertRefused(misuse, "length=5", () -> producer.claim(3));
        assertRefused(misuse, "length=5", () -> producer.claim(3, Duration.ofSeconds(1)));
        assertRefused(misuse, "length=5", () -> producer.offer(new byte[1]));
        producer.commit();
        assertReceives("first");
    }

    @Test
    void aCommitWithoutAClaimIsRefused() {
        assertThrows(IllegalStateException.class, producer::commit);
        assertThrows(IllegalStateException.class, () -> producer.commit(0));
        producer.claim(8);
        producer.abort();
        assertThrows(IllegalStateException.class, producer::commit);
        producer.claim(8).putLong(0, 1);
        producer.commit();
        assertThrows(IllegalStateException.class, producer::commit);
        assertNext(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
        assertNull(consumer.poll());
    }

    @Test
    void aCommitOfMoreThanWasClaimedIsRefused() {
        producer.claim(4).putInt(0, 1);
        assertRefused(IllegalStateException.class, "length=5", () -> producer.commit(5));
        assertRefused(IllegalStateException.class, "length=-1", () -> producer.commit(-1));
        producer.commit(4);
        assertNext(new byte[] {1, 0, 0, 0});
    }

    @Test
    void anAbortWithoutAClaimDoesNothing() {
        producer.abort();
        offer("message");
        producer.abort();
        assertReceives("message");
    }

    @Test
    void messagesComeInTheOrderInWhichTheyWereCommitted() {
        offer("a", "bb", "", "ccc", "d".repeat(100), "e");
        assertReceives("a", "bb", "", "ccc", "d".repeat(100), "e");
    }

    private static List<ByteBuffer> buffers(byte[] content) {
        ByteBuffer direct = ByteBuffer.allocateDirect(content.length + 5).order(ByteOrder.LITTLE_ENDIAN);
        direct.position(3).put(content).flip().position(3);
        ByteBuffer bigEndian =
                ByteBuffer.allocateDirect(content.length).put(content).flip();
        assertEquals(ByteOrder.BIG_ENDIAN, bigEndian.order());
        return List.of(
                ByteBuffer.wrap(content),
                ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN),
                ByteBuffer.wrap(content).asReadOnlyBuffer(),
                direct,
                direct.slice(),
                bigEndian);
    }
}
