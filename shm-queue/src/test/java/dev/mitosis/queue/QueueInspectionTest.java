package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.platform.OsException;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.queue.QueueInspection.Participant;
import dev.mitosis.testing.InSharedMemory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueInspectionTest {
    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private Path path;

    @BeforeEach
    void name() {
        path = directory.resolve("queue");
    }

    @Test
    void aQueueThatNobodyUsesIsNeitherInUseNorLeftByTheDead() {
        open().close();
        QueueInspection seen = QueueInspection.of(path);
        assertEquals(new QueueInspection(path, Topology.SPSC, QueueContract.CAPACITY, 0, 0, false, List.of()), seen);
        assertFalse(seen.isInUse());
        assertFalse(seen.isLeftByTheDead());
    }

    @Test
    void whoHasItsPlacesIsSeenAndNotDisturbed() {
        try (MessageQueue queue = open()) {
            Consumer consumer = queue.consumer();
            QueueInspection seen = QueueInspection.of(path);
            assertEquals(
                    List.of(new Participant(Role.CONSUMER, 0, ProcessIdentity.current(), false, 0)),
                    seen.participants());
            assertTrue(seen.isInUse());
            assertFalse(seen.isLeftByTheDead());
            consumer.close();
            assertFalse(QueueInspection.of(path).isInUse());
        }
    }

    @Test
    void aQueueWhoseUserWasKilledIsLeftByTheDeadUntilSomebodyUsesItAgain() {
        try (RemoteEnd producer = RemoteEnd.producer(path, WaitStrategy.BLOCK)) {
            assertTrue(QueueInspection.of(path).isInUse());
            producer.kill();
            QueueInspection seen = QueueInspection.of(path);
            assertEquals(
                    List.of(producer.pid()),
                    seen.participants().stream()
                            .map(participant -> participant.process().pid())
                            .toList());
            assertFalse(seen.isInUse());
            assertTrue(seen.isLeftByTheDead());
        }
        try (MessageQueue queue = open()) {
            Consumer consumer = queue.consumer();
            assertTrue(QueueInspection.of(path).isInUse());
            assertFalse(QueueInspection.of(path).isLeftByTheDead());
            consumer.close();
            assertTrue(QueueInspection.of(path).isLeftByTheDead());
            queue.producer().close();
            assertFalse(QueueInspection.of(path).isLeftByTheDead());
        }
    }

    @Test
    void aQueueThatIsNotThereIsNotFound() {
        assertEquals(
                "ENOENT",
                assertThrows(OsException.class, () -> QueueInspection.of(path)).errno());
    }

    private MessageQueue open() {
        return MessageQueue.at(path).capacity(QueueContract.CAPACITY).open();
    }
}
