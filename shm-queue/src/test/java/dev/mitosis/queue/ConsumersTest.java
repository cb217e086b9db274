package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mitosis.testing.Background;
import dev.mitosis.testing.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting for several consumers at once. */
@Timeout(60)
final class ConsumersTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final int QUEUES = 5;
    private static final int ROUNDS = 500;

    private final List<MessageQueue> queues = new ArrayList<>();
    private final List<Producer> producers = new ArrayList<>();
    private final List<Consumer> consumers = new ArrayList<>();

    @BeforeEach
    void open() {
        for (Topology topology :
                List.of(Topology.SPSC, Topology.MPSC, Topology.MPMC, Topology.BROADCAST, Topology.SPSC)) {
            MessageQueue queue = MessageQueue.anonymous()
                    .topology(topology)
                    .capacity(QueueContract.CAPACITY)
                    .open();
            queues.add(queue);
            producers.add(queue.producer());
            consumers.add(queue.consumer());
        }
    }

    @AfterEach
    void close() {
        queues.forEach(MessageQueue::close);
    }

    @Test
    void saysWhichHaveAMessageAndTakesNone() throws Exception {
        assertEquals(List.of(), Consumers.await(consumers, SHORT));
        producers.get(1).offer(new byte[1]);
        producers.get(2).offer(new byte[1]);
        List<Consumer> expected = List.of(consumers.get(1), consumers.get(2));
        assertEquals(expected, Consumers.await(consumers, LONG));
        assertEquals(expected, Consumers.await(consumers, Duration.ZERO));
        assertEquals(1, consumers.get(2).poll().length());
    }

    @Test
    void aMessageOfAnyOfThemEndsTheWait() throws Exception {
        Background<Integer> waiting = Background.start(() -> {
            int received = 0;
            while (received < ROUNDS) {
                for (Consumer ready : Consumers.await(consumers, LONG)) {
                    assertEquals(4, ready.poll().length());
                    received++;
                    ready.release();
                }
            }
            return received;
        });
        for (int i = 0; i < ROUNDS; i++) {
            if (i % 10 == 0) {
                Until.holds("it waits", () -> isAsleep(waiting));
            }
            producers.get(i % QUEUES).send(new byte[4]);
        }
        assertEquals(ROUNDS, waiting.result());
    }

    @Test
    void aShutDownEndsTheWait() throws Exception {
        Background<List<Consumer>> waiting = Background.start(() -> Consumers.await(consumers, LONG));
        Until.holds("it waits", () -> isAsleep(waiting));
        queues.get(3).shutDown();
        assertEquals(List.of(consumers.get(3)), waiting.result());
    }

    @Test
    void closeOfOneEndsTheWait() throws Exception {
        Background<List<Consumer>> waiting = Background.start(() -> Consumers.await(consumers, LONG));
        Until.holds("it waits", () -> isAsleep(waiting));
        consumers.get(0).close();
        assertInstanceOf(IllegalStateException.class, waiting.failure());
    }

    @Test
    void nothingToWaitForIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Consumers.await(List.of(), LONG));
    }

    private static boolean isAsleep(Background<?> background) {
        return background.isDone()
                || Arrays.stream(background.thread().getStackTrace())
                        .anyMatch(frame -> frame.getClassName().endsWith("Doorbells"));
    }
}
