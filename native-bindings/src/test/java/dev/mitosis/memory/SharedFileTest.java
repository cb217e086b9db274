package dev.mitosis.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.platform.OsException;
import dev.mitosis.raw.LibC;
import dev.mitosis.testing.InSharedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedFileTest {
    private static final int BLOCK_BYTES = 512;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("file");
    }

    @Test
    void whatOneMappingWritesAnotherReads() {
        try (SharedFile created = SharedFile.create(path, 5000);
                SharedFile opened = SharedFile.open(path);
                MappedRegion mine = created.map();
                MappedRegion theirs = opened.map()) {
            assertEquals(5000, opened.size());
            assertEquals(5000, theirs.length());
            mine.putLong(4992, 77);
            mine.force();
            assertEquals(77, theirs.getLong(4992));
        }
    }

    @Test
    void onlyTheOwnerMayOpenIt() throws IOException {
        SharedFile.create(path, 1).close();
        assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(path));
    }

    @Test
    void theSpaceIsReservedAtOnce() {
        int size = 1 << 20;
        SharedFile.create(path, size).close();
        assertTrue(LibC.posix().stat(path.toString()).blocks() * BLOCK_BYTES >= size);
    }

    @Test
    void creatingTwiceIsRefused() {
        SharedFile.create(path, 1).close();
        assertRefused("EEXIST", () -> SharedFile.create(path, 1));
        assertTrue(Files.exists(path));
    }

    @Test
    void openingWhatIsNotThereIsRefused() {
        assertRefused("ENOENT", () -> SharedFile.open(path));
    }

    @Test
    void aSymbolicLinkIsNotFollowed() throws IOException {
        Path target = directory.resolve("target");
        SharedFile.create(target, 1).close();
        Files.createSymbolicLink(path, target);
        assertRefused("ELOOP", () -> SharedFile.open(path));
        assertRefused("ELOOP", () -> SharedFile.openOrCreate(path, 1, region -> {}));
        assertRefused("EEXIST", () -> SharedFile.create(path, 1));
    }

    @Test
    void anotherUsersFileIsRefused() throws IOException {
        SharedFile.create(path, 1).close();
        Assumptions.assumeTrue(LibC.posix().geteuid() == 0, "only root can give a file away");
        Files.setAttribute(path, "unix:uid", 12345);
        OsException e = assertRefused("EPERM", () -> SharedFile.open(path));
        assertTrue(e.call().contains("owner=12345"), e.call());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void aFileOfNothingIsRefused(long size) {
        String message = assertThrows(IllegalArgumentException.class, () -> SharedFile.create(path, size))
                .getMessage();
        assertTrue(message.endsWith("size=" + size), message);
        assertFalse(Files.exists(path));
    }

    @Test
    void aFullFileSystemIsSaidAtOnceAndNoFileIsLeft() throws IOException {
        long whole = Files.getFileStore(directory).getTotalSpace();
        Assumptions.assumeTrue(whole > 0, "a file system without a limit is never full");
        long tooMuch = whole + (1L << 30);
        assertRefused("ENOSPC", () -> SharedFile.create(path, tooMuch));
        assertRefused("ENOSPC", () -> SharedFile.openOrCreate(path, tooMuch, region -> {}));
        try (var left = Files.list(directory)) {
            assertEquals(0, left.count());
        }
    }

    private OsException assertRefused(String errno, Executable call) {
        OsException e = assertThrows(OsException.class, call);
        assertEquals(errno, e.errno(), e.getMessage());
        return e;
    }
}
