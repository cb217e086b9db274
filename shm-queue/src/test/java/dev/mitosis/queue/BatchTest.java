package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that are published together. */
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOSSY_BROADCAST")
class BatchTest extends QueueContract {
    private static final int LAPS = 20;

    BatchTest(Topology topology) {
        super(topology);
    }

    @Test
    void aBatchIsInvisibleUntilItEnds() {
        offer("before");
        producer.beginBatch();
        offer("a", "b", "c");
        assertReceives("before");
        producer.endBatch();
        assertReceives("a", "b", "c");
    }

    @Test
    void afterABatchMessagesAreVisibleAtOnceAgain() {
        producer.beginBatch();
        offer("a");
        producer.endBatch();
        offer("b");
        assertReceives("a", "b");
    }

    @Test
    void anEmptyBatchAndAnEndWithoutABatchDoNothing() {
        producer.endBatch();
        producer.beginBatch();
        producer.endBatch();
        producer.endBatch();
        assertReceives();
        offer("a");
        assertReceives("a");
    }

    @Test
    void anAbortedMessageIsNotOfTheBatch() {
        producer.beginBatch();
        offer("a");
        producer.claim(300);
        producer.abort();
        offer("b");
        producer.endBatch();
        assertReceives("a", "b");
    }

    @Test
    void aBatchOfAnAbortedMessageAloneIsEmpty() {
        producer.beginBatch();
        producer.claim(8);
        producer.abort();
        producer.endBatch();
        assertReceives();
    }

    @Test
    void aFullQueuePublishesWhatTheBatchHas() {
        producer.beginBatch();
        int count = fill();
        for (int i = 0; i < count; i++) {
            assertNext(bytes(i, 56));
        }
        assertNull(consumer.poll());
    }

    @Test
    void aTimedClaimThatFindsTheQueueFullPublishesToo() throws Exception {
        producer.beginBatch();
        while (producer.claim(56, Duration.ZERO) != null) {
            producer.commit();
        }
        assertEquals(56, consumer.poll().length());
    }

    @Test
    void aBatchGoesOnAfterAFullQueue() {
        producer.beginBatch();
        int count = fill();
        consumer.drain(message -> {}, Integer.MAX_VALUE);
        offer("late");
        assertNull(consumer.poll());
        producer.endBatch();
        assertReceives("late");
        assertTrue(count > 0);
    }

    @Test
    void closingTheProducerPublishesTheBatch() {
        producer.beginBatch();
        offer("a", "b");
        producer.close();
        assertReceives("a", "b");
    }

    @Test
    void batchesOfAnySizeKeepTheirOrderAroundTheRingsEnd() {
        int next = 0;
        int expected = 0;
        for (int size = 1; next * 32L < LAPS * CAPACITY; size = size % 17 + 1) {
            producer.beginBatch();
            for (int i = 0; i < size; i++) {
                assertTrue(producer.offer(bytes(next, next % 57)));
                next++;
            }
            assertNull(consumer.poll());
            producer.endBatch();
            while (expected < next) {
                assertNext(bytes(expected, expected % 57));
                expected++;
            }
            assertFalse(consumer.drain(message -> {}, 1) > 0);
        }
    }
}
