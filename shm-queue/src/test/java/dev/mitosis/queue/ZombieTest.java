package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mitosis.participant.PeerDiedException;
import dev.mitosis.testing.Background;
import dev.mitosis.testing.InSharedMemory;
import dev.mitosis.testing.Zombie;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has the producer's place was killed, and its parent has not reaped it. */
class ZombieTest {
    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private MessageQueue queue;
    private QueueFile file;
    private Zombie process;

    @BeforeEach
    void open() {
        Path path = directory.resolve("queue");
        queue = MessageQueue.at(path).capacity(QueueContract.CAPACITY).open();
        file = QueueFile.open(path);
        process = Zombie.alive();
        file.put(QueueLayout.usedOffset(Role.PRODUCER), 1);
        file.put(
                QueueFile.identityOffset(QueueFile.PRODUCER_ENTRY),
                process.identity().toWord());
    }

    @AfterEach
    void close() {
        process.close();
        file.close();
        queue.close();
    }

    @Test
    void itsPlaceIsFree() {
        assertThrows(IllegalStateException.class, queue::producer);
        process.kill();
        assertNotNull(queue.producer());
    }

    @Test
    void whoWaitsForItHearsOfItsDeath() throws Exception {
        Consumer consumer = queue.consumer();
        Background<Message> receiving = Background.start(() -> consumer.receive(Duration.ofSeconds(20)));
        Waits.until(receiving, WaitStrategy.BLOCK);
        process.kill();
        PeerDiedException death = assertInstanceOf(PeerDiedException.class, receiving.failure());
        assertEquals(process.identity().pid(), death.pid());
    }

    @Test
    void whoBeginsToWaitAfterItsDeathHearsOfItToo() {
        process.kill();
        Consumer consumer = queue.consumer();
        assertThrows(PeerDiedException.class, () -> consumer.receive(Duration.ofSeconds(20)));
    }
}
