package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mitosis.platform.OsException;
import dev.mitosis.testing.InSharedMemory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no queue, or no longer: refused by everything that opens queues. */
class DamagedFileTest {
    private static final long CAPACITY = QueueContract.CAPACITY;
    private static final int NOBODY = 65_534;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private Path path;

    @BeforeEach
    void makeQueue() {
        path = directory.resolve("queue");
        MessageQueue.at(path).capacity(CAPACITY).open().close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 64, 4095})
    void aFileWithoutRoomForARing(long size) throws IOException {
        truncate(size);
        assertCorrupt("size");
    }

    @ParameterizedTest
    @ValueSource(longs = {4096, 4097, 8184, 8191})
    void aFileThatWasCutOff(long size) throws IOException {
        truncate(size);
        assertCorrupt("fileLength");
    }

    @Test
    void aFileThatHasGrown() throws IOException {
        Files.write(path, new byte[1], StandardOpenOption.APPEND);
        assertCorrupt("fileLength");
    }

    @Test
    void aFileOfSomethingElse() {
        change(QueueLayout.MAGIC_OFFSET, 0x1234);
        assertCorrupt("magic");
    }

    @Test
    void aFileOfZeros() throws IOException {
        Files.write(path, new byte[8192]);
        assertCorrupt("magic");
    }

    @Test
    void anotherVersion() {
        change(QueueLayout.VERSION_OFFSET, QueueLayout.VERSION + 1);
        assertCorrupt("version");
        changeChecked(QueueLayout.VERSION_OFFSET, QueueLayout.VERSION + 1);
        assertCorrupt("version");
    }

    @Test
    void anotherTopology() {
        changeChecked(QueueLayout.TOPOLOGY_OFFSET, 99);
        assertCorrupt("topology");
    }

    @ParameterizedTest
    @ValueSource(longs = {24, 32, 40, 48, 56})
    void aHeaderThatDoesNotFitItsChecksum(long offset) {
        change(offset, 0x5555);
        assertCorrupt("checksum");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, 2048, 4097, 8192, 1L << 40, Long.MIN_VALUE})
    void aCapacityThatTheFileHasNot(long capacity) {
        changeChecked(QueueLayout.CAPACITY_OFFSET, capacity);
        assertCorrupt("capacity");
    }

    @ParameterizedTest
    @ValueSource(longs = {2, -1, Long.MAX_VALUE})
    void aWakeProtocolThatThereIsNot(long protocol) {
        changeChecked(QueueLayout.WAKE_PROTOCOL_OFFSET, protocol);
        assertCorrupt("wakeProtocol");
    }

    @Test
    void aQueueOfAnotherPidNamespace() {
        changeChecked(QueueLayout.PID_NAMESPACE_OFFSET, 77);
        for (Executable opening : openings()) {
            String message = assertThrows(IllegalStateException.class, opening).getMessage();
            assertTrue(message.endsWith("namespace=77"), message);
        }
    }

    @Test
    void aDirectory() throws IOException {
        Files.delete(path);
        Files.createDirectory(path);
        assertRefusedBySystem("EISDIR");
    }

    @Test
    void aSymbolicLink() throws IOException {
        Path target = Files.move(path, directory.resolve("target"));
        Files.createSymbolicLink(path, target);
        assertRefusedBySystem("ELOOP");
    }

    @Test
    void aLinkToNothing() throws IOException {
        Files.delete(path);
        Files.createSymbolicLink(path, directory.resolve("nothing"));
        assertRefusedBySystem("ELOOP");
    }

    @Test
    void anotherUsersFile() throws IOException {
        int owner = (Integer) Files.getAttribute(path, "unix:uid");
        assumeTrue(owner == 0, "only root can give a file away");
        Files.setAttribute(path, "unix:uid", NOBODY);
        assertRefusedBySystem("EPERM");
    }

    private List<Executable> openings() {
        return List.of(
                MessageQueue.at(path)::open,
                MessageQueue.at(path).capacity(CAPACITY)::open,
                MessageQueue.at(path)::openExisting,
                () -> QueueInspection.of(path));
    }

    private void assertCorrupt(String field) {
        for (Executable opening : openings()) {
            CorruptQueueException corrupt = assertThrows(CorruptQueueException.class, opening);
            assertEquals(field, corrupt.field());
            assertTrue(corrupt.getMessage().contains(", " + field + "="), corrupt.getMessage());
        }
    }

    private void assertRefusedBySystem(String errno) {
        for (Executable opening : openings()) {
            OsException refused = assertThrows(OsException.class, opening);
            assertEquals(errno, refused.errno());
            assertTrue(refused.getMessage().contains(path.toString()), refused.getMessage());
        }
    }

    private void truncate(long size) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            file.truncate(size);
        }
    }

    private void change(long offset, long value) {
        try (QueueFile file = QueueFile.open(path)) {
            file.put(offset, value);
        }
    }

    private void changeChecked(long offset, long value) {
        try (QueueFile file = QueueFile.open(path)) {
            file.putChecked(offset, value);
        }
    }
}
