package dev.mitosis.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.platform.OsException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DescriptorTest {
    private final PipeEnds pipe = PipeEnds.open();

    @AfterEach
    void close() {
        pipe.close();
    }

    @Test
    void closingTwiceClosesOnce() {
        int number = pipe.writer().number();
        pipe.writer().close();
        try (PipeEnds later = PipeEnds.open()) {
            assertTrue(later.reader().number() == number || later.writer().number() == number);
            pipe.writer().close();
            assertTrue(Files.exists(Path.of("/proc/self/fd/" + number)));
        }
    }

    @Test
    void usingAClosedDescriptorIsRefused() {
        pipe.close();
        ByteBuffer buffer = ByteBuffer.allocateDirect(1);
        assertThrows(IllegalStateException.class, () -> pipe.reader().number());
        assertThrows(IllegalStateException.class, () -> pipe.reader().read(buffer));
        assertThrows(IllegalStateException.class, () -> pipe.writer().write(buffer));
        assertEquals(0, buffer.position());
    }

    @Test
    void aNegativeNumberIsNoDescriptor() {
        String message = assertThrows(IllegalArgumentException.class, () -> Descriptor.of(-1))
                .getMessage();
        assertTrue(message.endsWith("number=-1"), message);
    }

    @Test
    void closingANumberThatIsNotOpenIsRefusedByTheSystem() {
        assertEquals(
                "EBADF",
                assertThrows(OsException.class, () -> Descriptor.of(1 << 29).close())
                        .errno());
    }

    @Test
    void heapBuffersAreRefused() {
        ByteBuffer heap = ByteBuffer.allocate(8);
        assertThrows(IllegalArgumentException.class, () -> pipe.writer().write(heap));
        assertThrows(IllegalArgumentException.class, () -> pipe.reader().read(heap));
    }

    @Test
    void aReadOnlyBufferMayBeWrittenFromButNotReadInto() {
        ByteBuffer readOnly = ByteBuffer.allocateDirect(2).asReadOnlyBuffer();
        assertEquals(2, pipe.writer().write(readOnly));
        assertThrows(ReadOnlyBufferException.class, () -> pipe.reader().read(readOnly.clear()));
    }

    @Test
    void onlyWhatRemainsInTheBufferIsMovedAlsoInASlice() {
        ByteBuffer source = ByteBuffer.allocateDirect(6).put(new byte[] {1, 2, 3, 4, 5, 6});
        ByteBuffer middle = source.slice(1, 4);
        middle.position(1).limit(3);
        assertEquals(2, pipe.writer().write(middle));
        assertFalse(middle.hasRemaining());
        ByteBuffer target = ByteBuffer.allocateDirect(6);
        target.position(2);
        assertEquals(2, pipe.reader().read(target));
        assertEquals(4, target.position());
        assertEquals(ByteBuffer.wrap(new byte[] {0, 0, 3, 4, 0, 0}), target.clear());
    }

    @Test
    void readingIntoNoSpaceIsNotTheEndOfFile() {
        assertEquals(0, pipe.reader().read(ByteBuffer.allocateDirect(0)));
    }

    @Test
    void aLongWriteMayBeCutShortAndCanGoOn() {
        ByteBuffer big = ByteBuffer.allocateDirect(1 << 20);
        Thread reader = new Thread(() -> {
            ByteBuffer target = ByteBuffer.allocateDirect(1 << 16);
            for (int left = big.capacity(); left > 0; ) {
                left -= pipe.reader().read(target.clear());
            }
        });
        reader.start();
        while (big.hasRemaining()) {
            assertTrue(pipe.writer().write(big) > 0);
        }
        assertEquals(big.capacity(), big.position());
    }
}
