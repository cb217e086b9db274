package dev.mitosis.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mitosis.platform.OsException;
import dev.mitosis.testing.InSharedMemory;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FifoTest {
    @TempDir(factory = InSharedMemory.class)
    Path directory;

    @Test
    void whatAnotherProgramWritesIsReadAndItIsItsOwnersAlone() throws Exception {
        Path path = directory.resolve("fifo");
        Fifo.create(path);
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(path));
        Process writer = new ProcessBuilder("sh", "-c", "printf hello > \"$0\"", path.toString()).start();
        try (InputStream reader = Files.newInputStream(path)) {
            assertEquals("hello", new String(reader.readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            writer.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aNameThatIsTakenIsRefused() {
        Path path = directory.resolve("fifo");
        Fifo.create(path);
        OsException e = assertThrows(OsException.class, () -> Fifo.create(path));
        assertEquals("EEXIST", e.errno());
    }
}
