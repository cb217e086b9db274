package dev.mitosis.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import dev.mitosis.testing.Background;
import dev.mitosis.testing.Until;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The operating system's pipes and sockets as channels. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
final class ChannelTest {
    private final OsPipe pipe = OsPipe.open();
    private final SocketPair sockets = SocketPair.open();

    @AfterEach
    void close() throws IOException {
        pipe.close();
        sockets.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4_096, 4_097, 1_000_000})
    void whatIsWrittenIsReadWhateverTheBuffer(int length) throws Exception {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        assertArrayEquals(bytes, through(pipe.sink(), pipe.source(), ByteBuffer.wrap(bytes), false));
        ByteBuffer direct = ByteBuffer.allocateDirect(length).put(bytes).flip();
        assertArrayEquals(bytes, through(sockets.first(), sockets.second(), direct, true));
        assertArrayEquals(bytes, through(sockets.second(), sockets.first(), ByteBuffer.wrap(bytes), true));
    }

    @Test
    void theEndComesBehindWhatWasWritten() throws Exception {
        pipe.sink().write(ByteBuffer.wrap(new byte[3]));
        pipe.sink().close();
        ByteBuffer target = ByteBuffer.allocate(10);
        assertEquals(3, pipe.source().read(target));
        assertEquals(-1, pipe.source().read(target));
        sockets.first().close();
        assertEquals(-1, sockets.second().read(target));
    }

    @Test
    void whatNobodyWillReadIsRefused() throws Exception {
        pipe.source().close();
        assertThrows(IOException.class, () -> pipe.sink().write(ByteBuffer.allocate(1)));
        sockets.second().close();
        assertThrows(IOException.class, () -> sockets.first().write(ByteBuffer.allocate(1)));
    }

    @Test
    void eachEndOfAPipeGoesOneWay() {
        assertThrows(NonReadableChannelException.class, () -> pipe.sink().read(ByteBuffer.allocate(1)));
        assertThrows(NonWritableChannelException.class, () -> pipe.source().write(ByteBuffer.allocate(1)));
    }

    @Test
    void anInterruptClosesTheChannel() throws Exception {
        Background<Integer> reading = Background.start(() -> pipe.source().read(ByteBuffer.allocate(1)));
        Until.holds("it waits", () -> isInPoll(reading));
        reading.thread().interrupt();
        assertInstanceOf(ClosedByInterruptException.class, reading.failure());
        assertFalse(pipe.source().isOpen());
    }

    @Test
    void closeEndsTheWaitsOfOthers() throws Exception {
        Background<Integer> reading = Background.start(() -> sockets.first().read(ByteBuffer.allocate(1)));
        Background<Integer> writing = Background.start(() -> sockets.first().write(ByteBuffer.allocate(10_000_000)));
        Until.holds("both wait", () -> isInPoll(reading) && isInPoll(writing));
        sockets.first().close();
        assertInstanceOf(AsynchronousCloseException.class, reading.failure());
        assertInstanceOf(AsynchronousCloseException.class, writing.failure());
        assertThrowsExactly(ClosedChannelException.class, () -> sockets.first().read(ByteBuffer.allocate(1)));
    }

    @Test
    void aDescriptorThatIsSentIsUsedAtTheOtherEnd() throws Exception {
        sockets.first().write(ByteBuffer.wrap(new byte[] {1}));
        sockets.first().sendDescriptor(pipe.sink().descriptor());
        pipe.sink().close();
        ByteBuffer target = ByteBuffer.allocate(1);
        assertEquals(1, sockets.second().read(target));
        try (Descriptor received = sockets.second().receiveDescriptor()) {
            received.write(ByteBuffer.allocateDirect(5));
        }
        ByteBuffer bytes = ByteBuffer.allocate(10);
        assertEquals(5, pipe.source().read(bytes));
        assertEquals(-1, pipe.source().read(bytes));
    }

    @Test
    void whereNoDescriptorWasSentThereIsNone() throws Exception {
        sockets.first().write(ByteBuffer.allocate(1));
        String message = assertThrows(IOException.class, () -> sockets.second().receiveDescriptor())
                .getMessage();
        assertEquals("a byte was written here, and no descriptor sent", message);
        sockets.first().close();
        assertThrows(EOFException.class, () -> sockets.second().receiveDescriptor());
    }

    @Test
    void aSocketThatIsReceivedIsAnEnd() throws Exception {
        try (SocketPair others = SocketPair.open()) {
            sockets.first().sendDescriptor(others.first().descriptor());
            try (SocketPair.End end = SocketPair.End.of(sockets.second().receiveDescriptor())) {
                assertEquals(2, end.write(ByteBuffer.allocate(2)));
                assertEquals(2, others.second().read(ByteBuffer.allocate(9)));
            }
        }
    }

    private static byte[] through(WritableByteChannel out, ReadableByteChannel in, ByteBuffer bytes, boolean direct)
            throws Exception {
        int length = bytes.remaining();
        Background<Integer> writing = Background.start(() -> out.write(bytes));
        ByteBuffer read = direct ? ByteBuffer.allocateDirect(length) : ByteBuffer.allocate(length);
        while (read.hasRemaining() && in.read(read) > 0) {}
        assertEquals(length, writing.result());
        byte[] array = new byte[length];
        read.flip().get(array);
        return array;
    }

    private static boolean isInPoll(Background<?> background) {
        return background.isDone()
                || Arrays.stream(background.thread().getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(Poll.class.getName()));
    }
}
