package dev.mitosis.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.io.StreamCorruptedException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes out is what went in, and what cannot or may not is named. */
@Timeout(60)
final class ObjectCodecTest {
    private final ObjectCodec codec = ObjectCodec.trusting();

    record Price(long instrument, double amount) {}

    record Order(String who, Price price, List<String> tags, Instant at) {}

    /** Says nothing about serialisation. */
    static final class Cell {
        private Cell next;
        private final int value;

        Cell(int value) {
            this.value = value;
        }
    }

    interface Operation extends IntUnaryOperator, Serializable {}

    record Holder(String name, Object held) {}

    static List<Object> values() {
        Map<Thread.State, Integer> states = new EnumMap<>(Thread.State.class);
        states.put(Thread.State.NEW, 1);
        return List.of(
                1L,
                'x',
                3.5,
                true,
                "text \u20ac",
                new Order("me", new Price(7, 0.5), List.of("a", "b"), Instant.EPOCH),
                new ArrayList<>(Arrays.asList(1, null, 3)),
                new LinkedHashMap<>(Map.of("a", 1, "b", 2)),
                new TreeMap<>(Map.of(1, List.of(2))),
                states,
                EnumSet.of(Thread.State.NEW, Thread.State.BLOCKED),
                Optional.of(new BigDecimal("1.50")),
                UUID.fromString("c0ffee00-0000-0000-0000-000000000001"),
                URI.create("mitosis:queue"),
                Duration.ofNanos(5),
                Thread.State.WAITING);
    }

    @ParameterizedTest
    @MethodSource("values")
    void comesOutAsItWentIn(Object value) throws Exception {
        assertEquals(value, through(codec, value));
    }

    @Test
    void arraysComeOutAsTheyWentIn() throws Exception {
        assertArrayEquals(new long[][] {{1, 2}, {}}, (long[][]) through(codec, new long[][] {{1, 2}, {}}));
        byte[] large = new byte[3_000_000];
        new Random(1).nextBytes(large);
        assertArrayEquals(large, (byte[]) through(codec, large));
        assertNull(through(codec, null));
    }

    @Test
    void cyclesAndWhatIsHeldTwiceStayThat() throws Exception {
        Cell first = new Cell(1);
        first.next = new Cell(2);
        first.next.next = first;
        Cell[] copy = (Cell[]) through(codec, new Cell[] {first, first});
        assertSame(copy[0], copy[1]);
        assertSame(copy[0], copy[0].next.next);
        assertEquals(2, copy[0].next.value);
    }

    @Test
    void lambdasRunThereWithWhatTheyCapture() throws Exception {
        int added = 5;
        Operation operation = x -> x + added;
        assertEquals(12, ((Operation) through(codec, operation)).applyAsInt(7));
    }

    @Test
    void exceptionsKeepTheirCauseAndStackTrace() throws Exception {
        Exception thrown = new IllegalStateException("on purpose", new IOException("below"));
        thrown.addSuppressed(new ArithmeticException("beside"));
        Throwable copy = assertInstanceOf(IllegalStateException.class, through(codec, thrown));
        assertEquals("on purpose", copy.getMessage());
        assertEquals("below", copy.getCause().getMessage());
        assertEquals("beside", copy.getSuppressed()[0].getMessage());
        assertArrayEquals(thrown.getStackTrace(), copy.getStackTrace());
    }

    @Test
    void onlyWhatHoldsNoOtherObjectsIsWrittenWithoutLookingForThem() {
        FlatClasses flat = new FlatClasses();
        assertTrue(flat.get(Price.class) && flat.get(String.class) && flat.get(Thread.State.class));
        assertFalse(flat.get(Order.class) || flat.get(Cell.class) || flat.get(long[].class) || flat.get(List.class));
    }

    @Test
    void namesTheFieldThatCannotBeSent() {
        assertRefused(
                "field " + Holder.class.getName() + ".held, a java.lang.Thread",
                new Envelope(new Holder("x", new Thread())));
    }

    @Test
    void namesTheElementThatCannotBeSent() {
        assertRefused(
                "an element of a java.util.ArrayList, a java.lang.Thread", new ArrayList<>(List.of(new Thread())));
    }

    @Test
    void namesTheCapturedVariableThatCannotBeSent() {
        Thread thread = new Thread();
        Operation operation = x -> thread.hashCode();
        assertRefused(
                "variable 1 that a lambda in " + ObjectCodecTest.class.getName() + " captures, a java.lang.Thread",
                operation);
    }

    @Test
    void namesTheLambdaThatIsNotSerialisable() {
        IntUnaryOperator plain = x -> x + 1;
        String message = assertThrows(NotSerializableException.class, () -> codec.encode(new Holder("x", plain)))
                .getMessage();
        assertTrue(message.contains("field " + Holder.class.getName() + ".held, a "), message);
    }

    @Test
    void goesOnAfterARefusal() throws Exception {
        assertThrows(NotSerializableException.class, () -> codec.encode(new Thread()));
        assertEquals("next", through(codec, "next"));
    }

    @Test
    void whatTheFilterAllowsArrives() throws Exception {
        ObjectCodec filtered = admitting(Price.class.getName());
        assertEquals(List.of(new Price(1, 2)), through(filtered, List.of(new Price(1, 2))));
        assertEquals(
                Map.of("a", UUID.fromString("c0ffee00-0000-0000-0000-000000000001")),
                through(filtered, Map.of("a", UUID.fromString("c0ffee00-0000-0000-0000-000000000001"))));
        assertEquals(1, ((Price[]) through(filtered, new Price[1])).length);
    }

    @Test
    void whatTheFilterDoesNotKnowIsRefusedByName() {
        assertFiltered(Holder.class.getName(), new Holder("x", 1));
        assertFiltered(Holder.class.getName(), List.of(1, new Holder("x", 1)));
        assertFiltered(Holder[].class.getName(), new Holder[2]);
    }

    @Test
    void aLambdaOfAClassThatTheFilterDoesNotKnowIsRefused() {
        Operation operation = x -> x;
        assertFiltered(ObjectCodecTest.class.getName(), operation);
    }

    @Test
    void whatIsKnownForAttacksIsRefusedAlsoWhenItIsTrusted() {
        assertThrows(NotSerializableException.class, () -> codec.encode(new ProcessBuilder("true")));
    }

    @Test
    void bytesThatAreCutOffAreCorrupt() throws Exception {
        byte[] bytes = bytes(new Order("me", new Price(7, 0.5), List.of("a", "b"), Instant.EPOCH));
        for (int length = 1; length < bytes.length; length++) {
            int cut = length;
            assertThrows(IOException.class, () -> codec.decode(bytes, 0, cut), "length=" + length);
        }
    }

    /** It is an object or an error, and the next one is read. */
    @Test
    void damagedBytesDoNoHarm() throws Exception {
        byte[] bytes = bytes(List.of(new Price(1, 2), "text", Map.of(1, 2), new int[9]));
        Random random = new Random(7);
        int refused = 0;
        for (int round = 0; round < 3_000; round++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 + random.nextInt(255));
            try {
                codec.decode(damaged, 0, damaged.length);
            } catch (StreamCorruptedException | InvalidClassException | ClassNotFoundException refusal) {
                refused++;
            }
        }
        assertTrue(refused > 0);
        assertEquals("next", through(codec, "next"));
    }

    private record Envelope(Holder holder) {}

    private static ObjectCodec admitting(String pattern) {
        return ObjectCodec.admitting(ObjectInputFilter.Config.createFilter(pattern));
    }

    private void assertRefused(String where, Object object) {
        String message = assertThrows(NotSerializableException.class, () -> codec.encode(object))
                .getMessage();
        assertEquals("an object cannot be sent because of " + where, message);
    }

    private static void assertFiltered(String name, Object object) {
        ObjectCodec filtered = admitting(Price.class.getName());
        String message = assertThrows(InvalidClassException.class, () -> through(filtered, object))
                .getMessage();
        assertEquals(name + "; may not arrive here", message);
    }

    private byte[] bytes(Object object) throws IOException {
        ByteBuffer encoded = codec.encode(object);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    private static Object through(ObjectCodec codec, Object object) throws IOException, ClassNotFoundException {
        ByteBuffer encoded = codec.encode(object);
        return codec.decode(encoded.array(), encoded.arrayOffset(), encoded.limit());
    }
}
