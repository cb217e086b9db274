package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.participant.PeerDiedException;
import dev.mitosis.testing.Background;
import dev.mitosis.testing.InSharedMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process at the other end is killed while this one waits for it. */
class DeathTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);

    private static RemoteEnd successor;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    @BeforeAll
    static void startSuccessor() {
        successor = RemoteEnd.start();
    }

    @AfterAll
    static void endSuccessor() {
        successor.close();
    }

    @ParameterizedTest
    @EnumSource
    void theConsumerGetsAllMessagesThenHearsOnceOfTheProducersDeathThenGoesOn(WaitStrategy strategy) throws Exception {
        Path path = directory.resolve("queue");
        try (MessageQueue queue = open(path, strategy);
                RemoteEnd producer = RemoteEnd.producer(path, strategy)) {
            Consumer consumer = queue.consumer();
            producer.does("send 0 3").does("stage 100 3").does("claim");
            List<Long> received = new ArrayList<>();
            Background<Message> receiving = Background.start(() -> {
                while (true) {
                    received.add(consumer.receive(LONG).getLong(0));
                }
            });
            Waits.until(receiving, strategy);
            producer.kill();
            assertNames(producer.pid(), receiving.failure());
            assertEquals(List.of(0L, 1L, 2L), received);
            assertNull(consumer.receive(SHORT), "heard of again");
            assertNull(consumer.receive(SHORT), "heard of again");
            successor.open(path, strategy).does("produce").does("send 3 1");
            assertEquals(3, consumer.receive(LONG).getLong(0));
            assertNull(consumer.receive(SHORT), "the unpublished batch lies behind it");
            successor.does("send 4 1");
            assertEquals(4, consumer.receive(LONG).getLong(0));
            successor.does("leave");
            assertNull(consumer.receive(SHORT), "a producer that leaves has not died");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theProducerHearsOnceOfTheConsumersDeathAndGoesOnWithTheNext(WaitStrategy strategy) throws Exception {
        Path path = directory.resolve("queue");
        try (MessageQueue queue = open(path, strategy);
                RemoteEnd consumer = RemoteEnd.consumer(path, strategy)) {
            Producer producer = queue.producer();
            long sent = fill(producer);
            assertEquals("0", consumer.ask("hold"));
            Background<Message> claiming = Background.start(() -> producer.claim(8, LONG));
            Waits.until(claiming, strategy);
            assertFalse(claiming.isDone());
            consumer.kill();
            assertNames(consumer.pid(), claiming.failure());
            assertNull(producer.claim(8, SHORT), "heard of again");
            successor.open(path, strategy).does("consume");
            assertEquals("0 1 2", successor.ask("receive 3"), "what was held is delivered again");
            producer.claim(8, LONG).putLong(0, sent);
            producer.commit();
            successor.does("leave");
        }
    }

    private static MessageQueue open(Path path, WaitStrategy strategy) {
        return MessageQueue.at(path)
                .capacity(QueueContract.CAPACITY)
                .waitStrategy(strategy)
                .open();
    }

    private static long fill(Producer producer) {
        long sent = 0;
        for (Message claimed = producer.claim(8); claimed != null; claimed = producer.claim(8)) {
            claimed.putLong(0, sent);
            producer.commit();
            sent++;
        }
        return sent;
    }

    private static void assertNames(int pid, Throwable thrown) {
        PeerDiedException death = assertInstanceOf(PeerDiedException.class, thrown);
        assertEquals(pid, death.pid());
        assertTrue(death.getMessage().endsWith("pid=" + pid), death.getMessage());
    }
}
