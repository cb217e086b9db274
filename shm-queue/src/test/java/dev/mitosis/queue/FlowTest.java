package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.Seeded;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many messages: room, its return, and laps around the ring. */
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOSSY_BROADCAST")
class FlowTest extends QueueContract {
    private static final int LAPS = 60;

    FlowTest(Topology topology) {
        super(topology);
    }

    @Test
    void aFullQueueSaysSo() {
        int count = fill();
        assertTrue(count >= CAPACITY / 64 - 1, "count=" + count);
        assertNull(producer.claim(56));
        assertFalse(producer.offer(new byte[56]));
        assertFalse(producer.offer(ByteBuffer.allocate(56)));
        for (int i = 0; i < count; i++) {
            assertNext(bytes(i, 56));
        }
        assertNull(consumer.poll());
    }

    @Test
    void roomIsFreeOnceAMessageIsReleased() {
        int count = fill();
        assertNotNull(consumer.poll());
        assertFalse(producer.offer(new byte[56]), "read, but not released");
        consumer.release();
        assertTrue(producer.offer(bytes(count, 56)));
        assertFalse(producer.offer(new byte[56]));
    }

    @Test
    void readingTheNextReleasesTheOneBefore() {
        fill();
        consumer.poll();
        consumer.poll();
        assertTrue(producer.offer(new byte[56]));
        assertFalse(producer.offer(new byte[56]));
    }

    @Test
    void releaseWithoutAMessageDoesNothing() {
        consumer.release();
        offer("message");
        consumer.release();
        assertReceives("message");
        consumer.release();
        assertNull(consumer.poll());
    }

    @Test
    void drainTakesWhatIsThereAtMostAsManyAsAskedFor() {
        offer("a", "b", "c");
        assertEquals(List.of("a", "b"), drained(2));
        assertEquals(List.of("c"), drained(100));
        assertEquals(List.of(), drained(1));
    }

    @Test
    void aDrainOfNothingIsRefused() {
        Class<IllegalArgumentException> misuse = IllegalArgumentException.class;
        assertRefused(misuse, "limit=0", () -> consumer.drain(message -> {}, 0));
        assertRefused(misuse, "limit=-3", () -> consumer.drain(message -> {}, -3));
    }

    @Test
    void drainGivesRoomBack() {
        int count = fill();
        assertEquals(count, consumer.drain(message -> {}, Integer.MAX_VALUE));
        assertEquals(count, fill());
    }

    @Test
    void aLongDrainGivesRoomBackAsItGoes() {
        fill();
        List<Boolean> offered = new ArrayList<>();
        consumer.drain(message -> offered.add(producer.offer(new byte[56])), 30);
        assertFalse(offered.get(0));
        assertTrue(offered.contains(true));
    }

    @Test
    void aMessageWhoseHandlerThrowsCountsAsReceived() {
        offer("a", "b", "c");
        ArithmeticException thrown = new ArithmeticException();
        List<String> seen = new ArrayList<>();
        MessageHandler handler = message -> {
            seen.add(text(message));
            if (seen.size() == 2) {
                throw thrown;
            }
        };
        assertEquals(thrown, assertThrows(ArithmeticException.class, () -> consumer.drain(handler, 3)));
        assertEquals(List.of("a", "b"), seen);
        assertReceives("c");
    }

    @Test
    void pollAndDrainMixInOneOrder() {
        offer("a", "b", "c", "d", "e");
        assertEquals("a", text(consumer.poll()));
        assertEquals(List.of("b", "c"), drained(2));
        assertEquals("d", text(consumer.poll()));
        consumer.release();
        assertEquals(List.of("e"), drained(2));
    }

    @Test
    void anythingArrivesAsItWasAlsoAroundTheRingsEnd() {
        Random random = Seeded.random("wrap-around");
        Deque<byte[]> underway = new ArrayDeque<>();
        long sent = 0;
        while (sent < LAPS * CAPACITY) {
            byte[] next = random(random);
            if (random.nextInt(3) > 0 && send(next, random)) {
                underway.add(next);
                sent += next.length;
            } else if (random.nextBoolean()) {
                receiveByPoll(underway);
            } else {
                consumer.drain(
                        message -> assertArrayEquals(underway.remove(), message.toByteArray()), 1 + random.nextInt(5));
            }
        }
        while (!underway.isEmpty()) {
            receiveByPoll(underway);
        }
        assertNull(consumer.poll());
    }

    /** Claims more than it needs, or aborts first, now and then. */
    private boolean send(byte[] bytes, Random random) {
        int longest = producer.maxMessageLength();
        if (random.nextInt(4) == 0 && producer.claim(random.nextInt(longest + 1)) != null) {
            producer.abort();
        }
        Message claimed = producer.claim(bytes.length + random.nextInt(longest - bytes.length + 1) / 4);
        if (claimed == null) {
            return false;
        }
        claimed.putBytes(0, bytes, 0, bytes.length);
        producer.commit(bytes.length);
        return true;
    }

    private byte[] random(Random random) {
        int longest = producer.maxMessageLength();
        byte[] bytes = new byte[random.nextInt(10) == 0 ? longest : random.nextInt(longest / (1 + random.nextInt(40)))];
        random.nextBytes(bytes);
        return bytes;
    }

    private void receiveByPoll(Deque<byte[]> underway) {
        if (underway.isEmpty()) {
            assertNull(consumer.poll());
        } else {
            assertNext(underway.remove());
        }
    }

    private List<String> drained(int limit) {
        List<String> texts = new ArrayList<>();
        int count = consumer.drain(message -> texts.add(text(message)), limit);
        assertEquals(texts.size(), count);
        return texts;
    }
}
