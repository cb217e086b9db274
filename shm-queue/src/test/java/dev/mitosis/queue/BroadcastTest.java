package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.InSharedMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who gets what, of what is sent to all. */
class BroadcastTest {
    @TempDir(factory = InSharedMemory.class)
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"BROADCAST", "LOSSY_BROADCAST"})
    void aConsumerGetsWhatIsSentAfterItCame(Topology topology) {
        try (MessageQueue queue = open(topology)) {
            Producer producer = queue.producer();
            send(producer, 0, 500);
            Consumer first = queue.consumer();
            send(producer, 500, 10);
            Consumer second = queue.consumer();
            send(producer, 510, 10);
            assertEquals(numbers(500, 20), received(first));
            assertEquals(numbers(510, 10), received(second));
            assertEquals(0, first.missed() + second.missed());
        }
    }

    @Test
    void theSlowestConsumerHoldsTheProducerBackUntilItLeaves() {
        try (MessageQueue queue = open(Topology.BROADCAST)) {
            Producer producer = queue.producer();
            Consumer slow = queue.consumer();
            Consumer quick = queue.consumer();
            int sent = fill(producer, 0);
            assertEquals(numbers(0, sent), received(quick));
            assertFalse(offer(producer, sent), "one has not received it");
            assertEquals(0, slow.poll().getLong(0));
            slow.close();
            assertTrue(fill(producer, sent) > 0);
            assertEquals(sent, quick.poll().getLong(0));
        }
    }

    @Test
    void nobodyHoldsBackAProducerThatNobodyListensTo() {
        try (MessageQueue queue = open(Topology.BROADCAST)) {
            Producer producer = queue.producer();
            send(producer, 0, 10_000);
            Consumer late = queue.consumer();
            assertNull(late.poll());
            send(producer, 0, 3);
            assertEquals(numbers(0, 3), received(late));
        }
    }

    @Test
    void aLossyConsumerGoesOnWithWhatIsThereAndCountsTheRest() {
        try (MessageQueue queue = open(Topology.LOSSY_BROADCAST)) {
            Producer producer = queue.producer();
            Consumer consumer = queue.consumer();
            int next = 0;
            for (int sent = 1_000; sent <= 50_000; sent += 1_000) {
                send(producer, sent - 1_000, 1_000);
                long missedBefore = consumer.missed();
                List<Long> received = received(consumer);
                long missed = consumer.missed() - missedBefore;
                assertTrue(missed > 0, "a ring of 4 KiB has no room for 1,000");
                assertEquals(numbers((int) (next + missed), (int) (1_000 - missed)), received);
                next += 1_000;
            }
        }
    }

    @Test
    void aLossyBatchLongerThanTheRingIsPublishedInParts() {
        try (MessageQueue queue = open(Topology.LOSSY_BROADCAST)) {
            Producer producer = queue.producer();
            Consumer consumer = queue.consumer();
            producer.beginBatch();
            send(producer, 0, 1_000);
            producer.endBatch();
            List<Long> received = received(consumer);
            assertEquals(1_000, received.size() + consumer.missed());
            assertEquals(999, received.get(received.size() - 1));
        }
    }

    @Test
    void aSuccessorsCountGoesOn() {
        try (MessageQueue queue = open(Topology.LOSSY_BROADCAST)) {
            Consumer consumer = queue.consumer();
            for (int turn = 0; turn < 20; turn++) {
                try (Producer producer = queue.producer()) {
                    send(producer, 100 * turn, 100);
                }
            }
            assertEquals(2_000, received(consumer).size() + consumer.missed());
        }
    }

    private MessageQueue open(Topology topology) {
        return MessageQueue.at(directory.resolve("queue"))
                .topology(topology)
                .capacity(QueueContract.CAPACITY)
                .open();
    }

    private static List<Long> numbers(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(Long::valueOf).toList();
    }

    private static void send(Producer producer, int from, int count) {
        for (int i = from; i < from + count; i++) {
            assertTrue(offer(producer, i));
        }
    }

    private static int fill(Producer producer, int from) {
        int count = 0;
        while (offer(producer, from + count)) {
            count++;
        }
        return count;
    }

    private static boolean offer(Producer producer, long number) {
        Message message = producer.claim(8);
        if (message == null) {
            return false;
        }
        message.putLong(0, number);
        producer.commit();
        return true;
    }

    private static List<Long> received(Consumer consumer) {
        List<Long> received = new ArrayList<>();
        for (Message message = consumer.poll(); message != null; message = consumer.poll()) {
            received.add(message.getLong(0));
        }
        consumer.release();
        return received;
    }
}
