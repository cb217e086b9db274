package dev.mitosis.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.PlainFork;
import dev.mitosis.testing.Unwedged;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnonymousFileTest {
    private static final int SIZE = 8192;

    @Test
    void itCanNeitherShrinkNorGrow() throws IOException {
        try (SharedFile file = SharedFile.anonymous("sealed", SIZE);
                FileChannel channel = FileChannel.open(descriptorsOf("sealed").get(0), StandardOpenOption.WRITE)) {
            assertThrows(IOException.class, () -> channel.truncate(0));
            assertThrows(IOException.class, () -> channel.write(ByteBuffer.allocate(1), SIZE));
            assertEquals(1, channel.write(ByteBuffer.allocate(1), SIZE - 1));
            assertEquals(SIZE, file.size());
        }
    }

    @Test
    void twoMappingsSeeTheSameMemory() {
        try (SharedFile file = SharedFile.anonymous("twice", SIZE);
                MappedRegion one = file.map();
                MappedRegion other = file.map()) {
            one.putLong(SIZE - 8, 3);
            assertEquals(3, other.getLong(SIZE - 8));
        }
    }

    @Test
    void aForkedChildInheritsIt() throws Exception {
        try (SharedFile file = SharedFile.anonymous("inherited", SIZE);
                MappedRegion region = file.map()) {
            ExitStatus status = Unwedged.fork(() -> PlainFork.start(
                            () -> {
                                file.map().putInt(0, 11);
                                return 0;
                            },
                            Unwedged.LIMIT)
                    .join());
            assertTrue(status.isSuccess(), status.toString());
            assertEquals(11, region.getInt(0));
        }
    }

    @Test
    void closingItClosesItsDescriptor() throws IOException {
        SharedFile file = SharedFile.anonymous("closed", SIZE);
        assertEquals(1, descriptorsOf("closed").size());
        file.close();
        file.close();
        assertEquals(List.of(), descriptorsOf("closed"));
        assertThrows(IllegalStateException.class, file::map);
        assertThrows(IllegalStateException.class, file::size);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aFileOfNothingIsRefused(long size) {
        String message = assertThrows(IllegalArgumentException.class, () -> SharedFile.anonymous("empty", size))
                .getMessage();
        assertTrue(message.endsWith("size=" + size), message);
    }

    private static List<Path> descriptorsOf(String name) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(fd -> target(fd).startsWith("/memfd:" + name))
                    .toList();
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
