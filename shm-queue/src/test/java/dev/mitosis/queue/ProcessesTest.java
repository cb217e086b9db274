package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.process.Signal;
import dev.mitosis.testing.InSharedMemory;
import dev.mitosis.testing.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The other end is another process, which lives: it is woken, refused, stopped, and goes on. */
class ProcessesTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private Path path;
    private RemoteEnd other;

    @BeforeEach
    void start() {
        path = directory.resolve("queue");
        other = RemoteEnd.start();
    }

    @AfterEach
    void end() {
        other.close();
    }

    @ParameterizedTest
    @EnumSource
    void aMessageAndRoomEndWaitsInAnotherProcess(WaitStrategy strategy) throws Exception {
        try (MessageQueue queue = open();
                QueueFile file = QueueFile.open(path)) {
            Producer producer = queue.producer();
            other.open(path, strategy).does("consume");
            for (int i = 0; i < 20; i++) {
                other.tell("receive 1");
                if (strategy == WaitStrategy.BLOCK) {
                    file.untilAsleep(QueueFile.CONSUMER_ENTRY);
                }
                producer.claim(8).putLong(0, i);
                producer.commit();
                assertEquals(String.valueOf(i), other.answer());
            }
            producer.close();
            other.does("leave");
            Consumer consumer = queue.consumer();
            other.open(path, strategy).does("produce");
            other.tell("send 0 600");
            if (strategy == WaitStrategy.BLOCK) {
                file.untilAsleep(QueueFile.PRODUCER_ENTRY);
            }
            for (int i = 0; i < 600; i++) {
                assertEquals(i, consumer.receive(LONG).getLong(0));
            }
            assertEquals("ok", other.answer());
        }
    }

    @Test
    void shuttingDownEndsAWaitInAnotherProcess() {
        try (MessageQueue queue = open();
                QueueFile file = QueueFile.open(path)) {
            other.open(path, WaitStrategy.BLOCK).does("consume").tell("receive 1");
            file.untilAsleep(QueueFile.CONSUMER_ENTRY);
            queue.shutDown();
            assertTrue(other.answer().startsWith("QueueClosedException: "));
        }
    }

    @Test
    void aPlaceThatAnotherProcessHasIsRefusedNamingIt() {
        try (MessageQueue queue = open()) {
            other.open(path, WaitStrategy.BLOCK).does("produce");
            String message =
                    assertThrows(IllegalStateException.class, queue::producer).getMessage();
            assertTrue(message.contains("producer=" + other.pid() + "@"), message);
            other.does("leave");
            assertNotNull(queue.producer());
        }
    }

    @Test
    void aStoppedProcessIsNotTakenForDead() throws Exception {
        try (MessageQueue queue = open()) {
            Consumer consumer = queue.consumer();
            other.open(path, WaitStrategy.BLOCK).does("produce").does("send 0 1");
            assertEquals(0, consumer.receive(LONG).getLong(0));
            other.signal(Signal.SIGSTOP);
            Until.holds("the process is stopped", () -> stateOf(other.pid()) == 'T');
            assertNull(consumer.receive(SHORT));
            assertThrows(IllegalStateException.class, queue::producer);
            other.tell("send 1 2");
            assertNull(consumer.receive(SHORT));
            other.signal(Signal.SIGCONT);
            assertEquals(1, consumer.receive(LONG).getLong(0));
            assertEquals(2, consumer.receive(LONG).getLong(0));
            assertEquals("ok", other.answer());
        }
    }

    private MessageQueue open() {
        return MessageQueue.at(path).capacity(QueueContract.CAPACITY).open();
    }

    private static char stateOf(int pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
