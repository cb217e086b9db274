package dev.mitosis.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.platform.OsException;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.ForkedChild;
import dev.mitosis.process.PlainFork;
import dev.mitosis.testing.Unwedged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PipeEndsTest {
    private static final int CLOSE_ON_EXEC = 02000000;

    @Test
    void aForkedChildWritesToItsParent() throws Exception {
        Unwedged.fork(() -> {
            try (PipeEnds pipe = PipeEnds.open()) {
                ByteBuffer sent = ByteBuffer.allocateDirect(8);
                ForkedChild child = PlainFork.start(() -> pipe.writer().write(sent.putLong(0, 123)), Unwedged.LIMIT);
                pipe.writer().close();
                assertEquals(ExitStatus.exited(8), child.join());
                ByteBuffer received = ByteBuffer.allocateDirect(16);
                assertEquals(8, pipe.reader().read(received));
                assertEquals(123, received.getLong(0));
                assertEquals(-1, pipe.reader().read(received));
                return child;
            }
        });
    }

    @Test
    void aParentWritesToItsForkedChildWhichSeesTheEndOfFile() throws Exception {
        ExitStatus status = Unwedged.fork(() -> {
            try (PipeEnds pipe = PipeEnds.open()) {
                ByteBuffer buffer = ByteBuffer.allocateDirect(8);
                ForkedChild child = PlainFork.start(
                        () -> {
                            pipe.writer().close();
                            int sum = 0;
                            while (pipe.reader().read(buffer.clear()) != -1) {
                                for (buffer.flip(); buffer.hasRemaining(); ) {
                                    sum += buffer.get();
                                }
                            }
                            return sum;
                        },
                        Unwedged.LIMIT);
                pipe.writer()
                        .write(ByteBuffer.allocateDirect(3)
                                .put(new byte[] {10, 20, 30})
                                .flip());
                pipe.writer().write(ByteBuffer.allocateDirect(1).put((byte) 40).flip());
                pipe.writer().close();
                return child.join();
            }
        });
        assertEquals(ExitStatus.exited(100), status);
    }

    @Test
    void theEndOfFileComesWhenTheLastWriterInAnyProcessIsKilled() {
        try (PipeEnds pipe = PipeEnds.open();
                PipeEnds hold = PipeEnds.open()) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(1);
            ForkedChild child = PlainFork.start(() -> hold.reader().read(buffer), Duration.ofSeconds(20));
            pipe.writer().close();
            assertFalse(Poll.readable(pipe.reader(), Duration.ofMillis(20)));
            child.kill();
            child.join();
            assertEquals(-1, pipe.reader().read(buffer));
        }
    }

    @Test
    void writingWithoutReadersIsRefusedAndKillsNobody() {
        try (PipeEnds pipe = PipeEnds.open()) {
            pipe.reader().close();
            OsException e = assertThrows(OsException.class, () -> pipe.writer().write(ByteBuffer.allocateDirect(5)));
            assertEquals("EPIPE", e.errno());
            assertEquals("write(" + pipe.writer().number() + ", 5)", e.call());
        }
    }

    @Test
    void theEndsAreNotPassedToProgramsThatAreExecuted() throws IOException {
        try (PipeEnds pipe = PipeEnds.open()) {
            assertTrue((flagsOf(pipe.reader()) & CLOSE_ON_EXEC) != 0);
            assertTrue((flagsOf(pipe.writer()) & CLOSE_ON_EXEC) != 0);
        }
    }

    private static int flagsOf(Descriptor descriptor) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor.number())).stream()
                .filter(line -> line.startsWith("flags:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring("flags:".length()).strip(), 8))
                .findFirst()
                .orElseThrow();
    }
}
