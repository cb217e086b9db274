package dev.mitosis.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.Background;
import dev.mitosis.testing.Until;
import java.io.EOFException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two ends in one process. */
@Timeout(60)
final class ConnectionTest {
    private static final Duration NOW = Duration.ZERO;
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long SMALL = 1 << 12;

    private final Pipe pipe = Pipe.duplex(SMALL);
    private final Connection first = pipe.first();
    private final Connection second = pipe.second();

    record Point(int x, int y) {}

    @AfterEach
    void close() {
        pipe.close();
    }

    @Test
    void objectsArriveInOrderInBothDirections() throws Exception {
        first.send(new Point(1, 2));
        first.send(null);
        first.send(Map.of("a", List.of(1)));
        second.send("back");
        assertEquals(new Point(1, 2), second.receive());
        assertNull(second.receive());
        assertEquals(Map.of("a", List.of(1)), second.receive());
        assertEquals("back", first.receive());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 1_000, 2_000, 4_095, 4_096, 4_097, 100_000, 20_000_000})
    void bytesOfAnySizeArrive(int length) throws Exception {
        byte[] bytes = random(length);
        Background<byte[]> receiving = Background.start(second::receiveBytes);
        first.sendBytes(bytes);
        assertArrayEquals(bytes, receiving.result());
    }

    @Test
    void objectsOfAnySizeArrive() throws Exception {
        for (int size : List.of(10, 1_000, 100_000)) {
            List<Integer> numbers = new ArrayList<>();
            new Random(size).ints(size).forEach(numbers::add);
            Background<Object> receiving = Background.start(second::receive);
            first.send(numbers);
            assertEquals(numbers, receiving.result());
        }
    }

    @Test
    void anArrayIsReceivedAsItWasSentHoweverItIsAskedFor() throws Exception {
        byte[] bytes = {1, 2, 3};
        first.send(bytes);
        first.sendBytes(bytes);
        first.sendBytes(bytes, 1, 1);
        assertArrayEquals(bytes, second.receiveBytes());
        assertArrayEquals(bytes, (byte[]) second.receive());
        assertArrayEquals(new byte[] {2}, second.receiveBytes());
    }

    @Test
    void buffersAreSentFromAndReceivedInto() throws Exception {
        ByteBuffer source = ByteBuffer.allocateDirect(8).putLong(0, 42);
        first.sendBytes(source);
        first.sendBytes(source);
        assertEquals(8, source.remaining());
        ByteBuffer target = ByteBuffer.allocateDirect(20).position(3);
        assertEquals(8, second.receiveBytes(target));
        assertEquals(11, target.position());
        assertEquals(42, target.getLong(3));
        ByteBuffer small = ByteBuffer.allocate(7);
        assertThrows(BufferOverflowException.class, () -> second.receiveBytes(small));
        assertEquals(8, second.receiveBytes(target.clear()));
    }

    @Test
    void anObjectThatIsAskedForAsBytesStaysThere() throws Exception {
        first.send("text");
        assertThrows(IllegalStateException.class, second::receiveBytes);
        assertTrue(second.poll(NOW));
        assertEquals("text", second.receive());
        assertFalse(second.poll(NOW));
    }

    @Test
    void pollSaysWhetherThereIsSomething() throws Exception {
        assertFalse(second.poll(NOW));
        assertFalse(second.poll(SOON));
        first.send(1);
        assertTrue(second.poll(LONG));
        second.receive();
        Background<Boolean> polling = Background.start(() -> second.poll(LONG));
        Until.holds("it waits", () -> Asleep.is(polling) || polling.isDone());
        first.send(2);
        assertTrue(polling.result());
    }

    @Test
    void whatWasSentBeforeCloseIsReceivedBeforeTheEnd() throws Exception {
        first.send(1);
        first.send(2);
        first.close();
        assertEquals(1, second.receive());
        assertTrue(second.poll(NOW));
        assertEquals(2, second.receive());
        assertTrue(second.poll(NOW));
        assertThrows(EOFException.class, second::receive);
        assertThrows(EOFException.class, second::receive);
        assertThrows(PeerGoneException.class, () -> second.send(3));
    }

    @Test
    void closeEndsTheOthersWait() throws Exception {
        Background<Object> receiving = Background.start(second::receive);
        Until.holds("it waits", () -> Asleep.is(receiving));
        first.close();
        assertInstanceOf(EOFException.class, receiving.failure());
    }

    @Test
    void closeOfTheReceiverEndsTheSendersWait() throws Exception {
        Background<Object> sending = Background.start(() -> {
            first.sendBytes(new byte[100_000]);
            return null;
        });
        Until.holds("it waits for room", () -> Asleep.is(sending));
        assertTrue(second.poll(LONG));
        second.close();
        assertInstanceOf(PeerGoneException.class, sending.failure());
    }

    @Test
    void anEndThatNobodyUsedIsClosedForAll() throws Exception {
        Background<Object> receiving = Background.start(first::receive);
        Until.holds("it waits", () -> Asleep.is(receiving));
        second.close();
        assertInstanceOf(EOFException.class, receiving.failure());
    }

    @Test
    void anEndThatIsClosedIsRefused() throws Exception {
        first.send(1);
        first.close();
        first.close();
        assertThrows(IllegalStateException.class, () -> first.send(1));
        assertThrows(IllegalStateException.class, first::receive);
        assertThrows(IllegalStateException.class, () -> first.poll(NOW));
    }

    @Test
    void closeEndsTheOwnWait() throws Exception {
        Background<Object> receiving = Background.start(second::receive);
        Until.holds("it waits", () -> Asleep.is(receiving));
        second.close();
        assertInstanceOf(IllegalStateException.class, receiving.failure());
    }

    @Test
    void anInterruptEndsAWaitAndLeavesTheConnectionWhole() throws Exception {
        Background<Object> sending = Background.start(() -> {
            first.sendBytes(new byte[100_000]);
            return null;
        });
        Until.holds("it waits for room", () -> Asleep.is(sending));
        sending.thread().interrupt();
        assertInstanceOf(InterruptedException.class, sending.failure());
        Background<Object> receiving = Background.start(second::receive);
        first.send("next");
        assertEquals("next", receiving.result());
        Background<Object> waiting = Background.start(second::receive);
        Until.holds("it waits", () -> Asleep.is(waiting));
        waiting.thread().interrupt();
        assertInstanceOf(InterruptedException.class, waiting.failure());
        first.send("last");
        assertEquals("last", second.receive());
    }

    @Test
    void whatCannotBeSentIsNamedAndTheNextGoesThrough() throws Exception {
        assertThrows(NotSerializableException.class, () -> first.send(List.of(new Thread())));
        first.send(1);
        assertEquals(1, second.receive());
    }

    @Test
    void whatMayNotArriveIsNamedAndTheNextGoesThrough() throws Exception {
        second.admitting(ObjectInputFilter.Config.createFilter("com.example.*"));
        first.send(new Point(1, 2));
        first.send(List.of(1));
        String message =
                assertThrows(InvalidClassException.class, second::receive).getMessage();
        assertTrue(message.contains(Point.class.getName()), message);
        assertEquals(List.of(1), second.receive());
    }

    @Test
    void aPipeForOneWayGoesOneWay() throws Exception {
        try (Pipe oneWay = Pipe.oneWay()) {
            oneWay.second().send(1);
            assertEquals(1, oneWay.first().receive());
            assertThrows(IllegalStateException.class, () -> oneWay.first().send(1));
            assertThrows(IllegalStateException.class, () -> oneWay.second().receive());
            oneWay.first().close();
            assertThrows(PeerGoneException.class, () -> oneWay.second().send(1));
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
