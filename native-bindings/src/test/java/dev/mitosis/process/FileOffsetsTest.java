package dev.mitosis.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.testing.InSharedMemory;
import dev.mitosis.testing.Unwedged;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOffsetsTest {
    @TempDir(factory = InSharedMemory.class)
    Path directory;

    @Test
    void whatAChildReadsOfAnOpenFileDoesNotMoveItsParent() throws Exception {
        Path path = Files.write(directory.resolve("file"), new byte[] {1, 2, 3, 4});
        try (FileInputStream file = new FileInputStream(path.toFile())) {
            assertEquals(1, file.read());
            ExitStatus status = Unwedged.fork(
                    () -> PlainFork.start(() -> readTwice(file), Unwedged.LIMIT).join());
            assertEquals(ExitStatus.exited(23), status);
            assertEquals(2, file.read());
        }
    }

    private static int readTwice(FileInputStream file) {
        try {
            return file.read() * 10 + file.read();
        } catch (IOException e) {
            return 1;
        }
    }
}
