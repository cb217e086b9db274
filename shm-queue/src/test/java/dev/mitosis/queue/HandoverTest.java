package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Where each message goes to one consumer, what one has not received waits for the next. */
@ParameterizedClass
@EnumSource(names = {"SPSC", "MPSC", "MPMC"})
class HandoverTest extends QueueContract {
    HandoverTest(Topology topology) {
        super(topology);
    }

    @Test
    void aNewConsumerGoesOnBehindWhatTheOldOneReleasedByClosing() {
        offer("a", "b", "c", "d");
        consumer.poll();
        consumer.poll();
        consumer.close();
        consumer = queue.consumer();
        assertReceives("c", "d");
    }

    @Test
    void messagesOutliveAllWhoHaveTheQueueOpen() {
        offer("a", "b");
        queue.close();
        queue = openAgain();
        consumer = queue.consumer();
        assertReceives("a", "b");
    }

    @Test
    void aDrainEndsWhenItsHandlerClosesTheConsumer() {
        offer("a", "b", "c");
        Consumer first = consumer;
        assertEquals(1, first.drain(message -> first.close(), 3));
        consumer = queue.consumer();
        assertReceives("b", "c");
    }

    @Test
    void whatWasReadAndNotReleasedIsReleasedByClosing() {
        offer("a", "b");
        assertNotNull(consumer.poll());
        consumer.close();
        consumer = queue.consumer();
        assertReceives("b");
    }
}
