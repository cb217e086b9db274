package dev.mitosis.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.platform.OsException;
import dev.mitosis.testing.InSharedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues that are made, found again, and deleted. */
class OpeningTest {
    @TempDir(factory = InSharedMemory.class)
    Path directory;

    @Test
    void aNewQueueHasTheCapacityThatWasAskedForAndIsItsOwnersAlone() throws IOException {
        Path path = directory.resolve("queue");
        try (MessageQueue queue = MessageQueue.at(path).capacity(8192).open()) {
            assertEquals(8192, queue.capacity());
            assertEquals(path.toString(), queue.name());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
        try (MessageQueue again = MessageQueue.at(path).open()) {
            assertEquals(8192, again.capacity());
        }
        try (MessageQueue another =
                MessageQueue.at(directory.resolve("another")).open()) {
            assertEquals(QueueBuilder.DEFAULT_CAPACITY, another.capacity());
        }
    }

    @Test
    void anotherCapacityThanTheQueueHasIsRefused() {
        Path path = directory.resolve("queue");
        MessageQueue.at(path).capacity(8192).open().close();
        QueueBuilder builder = MessageQueue.at(path).capacity(4096);
        for (Executable opening : List.<Executable>of(builder::open, builder::openExisting)) {
            String message =
                    assertThrows(IllegalArgumentException.class, opening).getMessage();
            assertTrue(message.contains(path + " was made otherwise and cannot be changed, capacity is 8192"), message);
            assertTrue(message.endsWith("capacity=4096"), message);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -4096, 1, 2048, 4095, 4097, 6144, 1L << 31, Long.MIN_VALUE, Long.MAX_VALUE})
    void aCapacityThatIsNoPowerOfTwoOrOutOfRangeIsRefused(long capacity) {
        QueueBuilder builder = MessageQueue.anonymous();
        String message = assertThrows(IllegalArgumentException.class, () -> builder.capacity(capacity))
                .getMessage();
        assertTrue(message.endsWith("capacity=" + capacity), message);
    }

    @Test
    void aQueueThatIsNotThereIsNotFound() {
        QueueBuilder builder = MessageQueue.at(directory.resolve("queue"));
        OsException missing = assertThrows(OsException.class, builder::openExisting);
        assertEquals("ENOENT", missing.errno());
        assertFalse(Files.exists(directory.resolve("queue")));
        builder.open().close();
        builder.openExisting().close();
    }

    @Test
    void aQueueInADirectoryThatIsNotThereIsRefused() {
        QueueBuilder builder = MessageQueue.at(directory.resolve("missing").resolve("queue"));
        assertEquals("ENOENT", assertThrows(OsException.class, builder::open).errno());
    }

    @Test
    void aDeletedQueueGoesOnForWhoHasItAndIsNewForWhoComesLater() {
        Path path = directory.resolve("queue");
        try (MessageQueue old = MessageQueue.at(path).capacity(4096).open()) {
            assertTrue(old.producer().offer("old".getBytes(UTF_8)));
            old.delete();
            old.delete();
            assertFalse(Files.exists(path));
            try (MessageQueue later = MessageQueue.at(path).capacity(8192).open()) {
                assertNull(later.consumer().poll());
            }
            assertEquals("old", QueueContract.text(old.consumer().poll()));
        }
    }

    @Test
    void anAnonymousQueueHasBothEndsAndCannotBeFoundAgain() {
        try (MessageQueue queue = MessageQueue.anonymous().capacity(4096).open();
                MessageQueue another = MessageQueue.anonymous().capacity(4096).open()) {
            assertTrue(queue.producer().offer("message".getBytes(UTF_8)));
            assertNull(another.consumer().poll());
            assertEquals("message", QueueContract.text(queue.consumer().poll()));
            queue.delete();
        }
        assertThrows(IllegalStateException.class, MessageQueue.anonymous()::openExisting);
    }

    @Test
    void aNamedQueueIsFoundByItsNameInTheUsersDirectory() {
        String name = "test-" + directory.getFileName();
        Path path = SharedDirectory.ofThisUser().resolve(name);
        try (MessageQueue queue = MessageQueue.named(name).capacity(4096).open();
                MessageQueue again = MessageQueue.named(name).openExisting()) {
            assertTrue(Files.exists(path));
            assertEquals(name, again.name());
            assertTrue(queue.producer().offer("message".getBytes(UTF_8)));
            assertEquals("message", QueueContract.text(again.consumer().poll()));
            again.delete();
            assertFalse(Files.exists(path));
        } finally {
            assertFalse(path.toFile().delete());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "../up", "with space", "nul\0", "ümlaut", "-dash"})
    void aNameThatIsNoneIsRefused(String name) {
        assertNameRefused(name);
        assertNameRefused("x".repeat(101));
    }

    private static void assertNameRefused(String name) {
        String message = assertThrows(IllegalArgumentException.class, () -> MessageQueue.named(name))
                .getMessage();
        assertTrue(message.endsWith("name=" + name), message);
    }
}
