package dev.mitosis.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.Background;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values by a codec. */
@ParameterizedClass
@EnumSource
class TypedTest extends QueueContract {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(10);

    private TypedProducer<String> texts;
    private TypedConsumer<String> received;

    TypedTest(Topology topology) {
        super(topology);
    }

    @BeforeEach
    void wrap() {
        texts = producer.withCodec(Codec.TEXT);
        received = consumer.withCodec(Codec.TEXT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "K\u00e4se", "\u20ac5", "\ud83d\ude00!", "\ud83d", "x\udc00y"})
    void textArrivesAsUtf8HasIt(String text) throws InterruptedException {
        byte[] utf8 = text.getBytes(UTF_8);
        assertEquals(utf8.length, Codec.TEXT.maxLength(text));
        texts.send(text);
        assertEquals(new String(utf8, UTF_8), received.receive(LONG));
        assertNull(received.poll());
        assertNull(received.receive(SHORT));
    }

    @Test
    void bytesArriveAsTheyAre() throws InterruptedException {
        byte[] bytes = bytes(1, 77);
        assertTrue(producer.withCodec(Codec.BYTES).send(bytes, LONG));
        assertArrayEquals(bytes, consumer.withCodec(Codec.BYTES).receive());
    }

    @Test
    void aValueThatIsTooLongIsRefused() {
        String tooLong = "x".repeat(producer.maxMessageLength() + 1);
        assertRefused(IllegalArgumentException.class, "length=" + tooLong.length(), () -> texts.offer(tooLong));
        assertTrue(texts.offer("x".repeat(producer.maxMessageLength())));
    }

    @Test
    void whatItsCodecCannotWriteIsNotSent() {
        TypedProducer<String> failing = producer.withCodec(new Codec<>() {
            @Override
            public int maxLength(String value) {
                return 8;
            }

            @Override
            public int write(String value, Message message) {
                return Integer.parseInt(value); // a length that is too long, or none at all
            }

            @Override
            public String read(Message message) {
                throw new AssertionError("nothing was sent");
            }
        });
        assertThrows(NumberFormatException.class, () -> failing.offer("?"));
        assertThrows(IllegalStateException.class, () -> failing.offer("9"));
        assertTrue(texts.offer("next"));
        assertEquals("next", received.poll());
    }

    @Test
    void aStreamEndsWithTheQueue() throws Exception {
        Background<List<String>> collecting =
                Background.start(() -> received.stream().toList());
        for (String text : List.of("one", "two", "three")) {
            texts.send(text);
        }
        queue.shutDown();
        assertEquals(List.of("one", "two", "three"), collecting.result());
        assertThrows(NoSuchElementException.class, () -> received.iterator().next());
    }

    @Test
    void anInterruptedIteratorEnds() throws Exception {
        texts.send("one");
        Background<Boolean> iterating = Background.start(() -> {
            Iterator<String> values = received.iterator();
            assertEquals("one", values.next());
            assertFalse(values.hasNext());
            return Thread.currentThread().isInterrupted();
        });
        iterating.thread().interrupt();
        assertTrue(iterating.result());
    }

    @Test
    void closingOneClosesBoth() {
        texts.close();
        received.close();
        assertRefused(IllegalStateException.class, "the producer is closed", () -> producer.offer(new byte[1]));
        assertRefused(IllegalStateException.class, "the consumer is closed", () -> consumer.poll());
    }
}
