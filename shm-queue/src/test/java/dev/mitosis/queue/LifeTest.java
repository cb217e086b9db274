package dev.mitosis.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Places in the queue: taking, leaving and taking them again. */
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOSSY_BROADCAST")
class LifeTest extends QueueContract {
    private static final Duration LONG = Duration.ofSeconds(20);

    LifeTest(Topology topology) {
        super(topology);
    }

    @Test
    void closingAnythingTwiceIsHarmless() {
        producer.close();
        producer.close();
        consumer.close();
        consumer.close();
        queue.close();
        queue.close();
        producer.close();
        consumer.close();
    }

    @Test
    void aClosedProducerRefusesEverything() {
        offer("before");
        producer.close();
        assertClosed(() -> producer.claim(1));
        assertClosed(() -> producer.claim(1, LONG));
        assertClosed(() -> producer.offer(new byte[0]));
        assertClosed(() -> producer.send(new byte[1], LONG));
        assertClosed(() -> producer.send(new byte[1]));
        assertClosed(producer::commit);
        assertReceives("before");
    }

    @Test
    void aMessageClaimedBeforeTheCloseCannotBeCommittedAfterIt() {
        producer.claim(8).putLong(0, -1);
        producer.close();
        Producer successor = queue.producer();
        assertClosed(producer::commit);
        assertTrue(successor.offer("successor".getBytes(UTF_8)));
        assertReceives("successor");
    }

    @Test
    void aMessageIsEmptyOnceItsProducerIsClosed() {
        Message claimed = producer.claim(8);
        producer.close();
        assertThrows(IndexOutOfBoundsException.class, () -> claimed.putLong(0, -1));
    }

    @Test
    void aClosedConsumerRefusesEverything() {
        offer("there");
        consumer.close();
        assertClosed(consumer::poll);
        assertClosed(() -> consumer.receive(LONG));
        assertClosed(consumer::receive);
        assertClosed(() -> consumer.drain(message -> {}, 1));
    }

    @Test
    void closingTheQueueClosesItsEnds() {
        queue.close();
        assertClosed(() -> producer.claim(1));
        assertClosed(consumer::poll);
        assertClosed(queue::producer);
        assertClosed(queue::consumer);
        assertClosed(queue::shutDown);
    }

    @Test
    void aPlaceIsFreeOnceItsHolderHasLeft() {
        queue.close();
        try (MessageQueue another = openAgain()) {
            producer = another.producer();
            consumer = another.consumer();
            offer("message");
            assertReceives("message");
        }
    }

    @Test
    void aNewProducerGoesOnWhereTheOldOneStopped() {
        for (int i = 0; i < 200; i++) {
            offer("old");
            producer.claim(100 + i).putLong(0, -1);
            producer.close();
            producer = queue.producer();
            offer("new");
            assertReceives("old", "new");
        }
    }

    @Test
    void aNewProducerKnowsHowFullTheQueueIs() {
        int count = fill();
        producer.close();
        producer = queue.producer();
        assertEquals(0, fill());
        for (int i = 0; i < count; i++) {
            assertNext(bytes(i, 56));
        }
    }

    private static void assertClosed(Executable use) {
        assertThrows(IllegalStateException.class, use);
    }
}
