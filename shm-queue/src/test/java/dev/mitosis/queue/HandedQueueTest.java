package dev.mitosis.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.platform.OsException;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.InSharedMemory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue that a process hands to a child that it spawns, by its handle. */
class HandedQueueTest {
    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private final MessageQueue queue =
            MessageQueue.anonymous().capacity(QueueContract.CAPACITY).open();

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void aSpawnedChildSendsThroughAnAnonymousQueue() {
        assertChildSendsThrough(queue);
    }

    @Test
    void aSpawnedChildSendsThroughAQueueWithAFile() {
        try (MessageQueue file = MessageQueue.at(directory.resolve("queue")).open()) {
            assertChildSendsThrough(file);
        }
    }

    @Test
    void whoHasItGoesOnWhenTheFirstOneHasClosedItAndCanHandItOn() {
        try (MessageQueue second = MessageQueue.byHandle(queue.handle()).open()) {
            queue.close();
            assertChildSendsThrough(second);
        }
    }

    @Test
    void afterCloseThereIsNoHandleAndTheOldOneLeadsNowhere() {
        String handle = queue.handle();
        queue.close();
        assertThrows(IllegalStateException.class, queue::handle);
        assertGone(handle);
    }

    @Test
    void anotherProcessWithTheSameNumberIsNotTheOneThatIsMeant() {
        assertGone(queue.handle().replaceFirst("@\\d+", "@1"));
    }

    @Test
    void anotherDescriptorIsNotTheOneThatIsMeant() {
        String handle = queue.handle();
        try (MessageQueue other = MessageQueue.anonymous().open()) {
            assertGone(handle.replaceFirst("\\d+$", "1"));
            assertGone(other.handle().replaceFirst("\\d+$", handle.replaceFirst(".*:", "")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "memfd:", "memfd:1@2:3", "memfd:1@2:-3:4", "memfd:0@0:0:0", "queue", "memfd:1@2:3:4 "})
    void whatIsNoHandleIsRefused(String text) {
        QueueBuilder builder = MessageQueue.byHandle(text);
        assertThrows(IllegalArgumentException.class, builder::open);
    }

    private static void assertChildSendsThrough(MessageQueue queue) {
        ChildJvm.Ended ended = ChildJvm.run(Child.class, List.of(), queue.handle());
        assertEquals(new ChildJvm.Ended(0, ""), ended);
        try (Consumer consumer = queue.consumer()) {
            assertEquals("from the child", QueueContract.text(consumer.poll()));
        }
    }

    private static void assertGone(String handle) {
        QueueBuilder builder = MessageQueue.byHandle(handle);
        OsException gone = assertThrows(OsException.class, builder::openExisting);
        assertEquals("ENOENT", gone.errno());
        assertTrue(gone.getMessage().contains(handle), gone.getMessage());
    }

    static final class Child {
        public static void main(String[] arguments) {
            try (MessageQueue queue = MessageQueue.byHandle(arguments[0]).open();
                    Producer producer = queue.producer()) {
                producer.offer("from the child".getBytes(UTF_8));
            }
            System.exit(0);
        }
    }
}
