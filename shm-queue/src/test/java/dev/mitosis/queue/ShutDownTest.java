package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.Background;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a queue, for everybody. */
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOSSY_BROADCAST")
class ShutDownTest extends QueueContract {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int ROUNDS = 300;

    ShutDownTest(Topology topology) {
        super(topology);
    }

    @Test
    void aConsumerGetsWhatIsThereAndThenHearsOfIt() throws Exception {
        offer("a", "b");
        queue.shutDown();
        assertEquals("a", text(consumer.receive(LONG)));
        assertEquals("b", text(consumer.receive()));
        assertThrows(QueueClosedException.class, () -> consumer.receive(LONG));
        assertThrows(QueueClosedException.class, () -> consumer.receive(Duration.ZERO));
        assertThrows(QueueClosedException.class, consumer::receive);
        assertNull(consumer.poll());
        assertEquals(0, consumer.drain(message -> {}, 1));
    }

    @Test
    void aProducerIsRefusedAtTheLatestWhenTheQueueIsFull() {
        offer("early");
        queue.shutDown();
        assertThrows(QueueClosedException.class, this::fill);
        assertThrows(QueueClosedException.class, () -> producer.claim(producer.maxMessageLength(), LONG));
    }

    @Test
    void anOpenBatchCanStillBeEnded() {
        producer.beginBatch();
        offer("a", "b");
        queue.shutDown();
        producer.endBatch();
        assertReceives("a", "b");
    }

    @Test
    void whoComesLaterHearsOfItToo() {
        queue.shutDown();
        queue.shutDown();
        try (MessageQueue another = openAgain()) {
            queue.close();
            Producer lateProducer = another.producer();
            Consumer lateConsumer = another.consumer();
            String message = assertThrows(QueueClosedException.class, () -> lateProducer.claim(1))
                    .getMessage();
            assertTrue(message.endsWith("queue=" + another.name()), message);
            assertThrows(QueueClosedException.class, lateConsumer::receive);
        }
    }

    @Test
    void nothingThatWasSentBeforeIsLost() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            int count = round % 40;
            Background<Integer> receiving = Background.start(this::receiveToTheEnd);
            for (int i = 0; i < count; i++) {
                offer("message");
            }
            queue.shutDown();
            assertEquals(count, receiving.result(), "round=" + round);
            startAfresh();
        }
    }

    private int receiveToTheEnd() throws InterruptedException {
        int received = 0;
        while (true) {
            try {
                if (consumer.receive(Duration.ZERO) != null) {
                    received++;
                }
            } catch (QueueClosedException end) {
                return received;
            }
        }
    }

    private void startAfresh() {
        queue.close();
        queue.delete();
        open();
    }
}
