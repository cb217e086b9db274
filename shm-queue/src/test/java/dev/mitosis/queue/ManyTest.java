package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.Background;
import dev.mitosis.testing.InSharedMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several producers and consumers at once, threads of this process. */
class ManyTest {
    private static final int PRODUCERS = 3;
    private static final int MESSAGES = 20_000;
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    @ParameterizedTest
    @EnumSource
    void eachMessageIsReceivedOnceAndInTheOrderOfItsProducer(WaitStrategy strategy) throws Exception {
        for (Topology topology : new Topology[] {Topology.MPSC, Topology.MPMC}) {
            try (MessageQueue queue = open(topology, strategy)) {
                List<Background<List<Long>>> consumers = receiving(queue, topology == Topology.MPMC ? 3 : 1, true);
                sendFromAll(queue);
                Set<Long> received = new HashSet<>();
                int count = 0;
                for (Background<List<Long>> consumer : consumers) {
                    List<Long> its = consumer.result();
                    assertOrdered(its);
                    received.addAll(its);
                    count += its.size();
                }
                assertEquals(PRODUCERS * MESSAGES, count, topology + ": received twice");
                assertEquals(PRODUCERS * MESSAGES, received.size(), topology + ": not received");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBroadcastReachesAllConsumers(WaitStrategy strategy) throws Exception {
        try (MessageQueue queue = open(Topology.BROADCAST, strategy)) {
            List<Background<List<Long>>> consumers = receiving(queue, 3, true);
            sendFromAll(queue);
            for (Background<List<Long>> consumer : consumers) {
                List<Long> its = consumer.result();
                assertOrdered(its);
                assertEquals(PRODUCERS * MESSAGES, its.size());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsTooSlowForALossyBroadcastIsToldHowMuchIsMissing(WaitStrategy strategy) throws Exception {
        try (MessageQueue queue = open(Topology.LOSSY_BROADCAST, strategy)) {
            List<Background<List<Long>>> consumers = receiving(queue, 3, false);
            sendFromAll(queue);
            for (Background<List<Long>> consumer : consumers) {
                List<Long> its = consumer.result();
                long missed = its.remove(its.size() - 1);
                assertOrdered(its);
                assertEquals(PRODUCERS * MESSAGES, its.size() + missed);
            }
        }
    }

    private MessageQueue open(Topology topology, WaitStrategy strategy) {
        return MessageQueue.at(directory.resolve(topology.toString()))
                .topology(topology)
                .producers(PRODUCERS)
                .capacity(1 << 14)
                .waitStrategy(strategy)
                .open();
    }

    /** Consumers that are there before they are asked to receive; all until the queue is shut down. */
    private static List<Background<List<Long>>> receiving(MessageQueue queue, int count, boolean all) throws Exception {
        List<Background<List<Long>>> receiving = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Consumer consumer = queue.consumer();
            receiving.add(Background.start(() -> {
                List<Long> received = new ArrayList<>();
                try {
                    for (Message message = consumer.receive(LONG); ; message = consumer.receive(LONG)) {
                        assertNotNull(message, "nothing came any more");
                        assertEquals(message.getLong(0) * 31, message.getLong(8), "torn");
                        received.add(message.getLong(0));
                    }
                } catch (QueueClosedException end) {
                    if (all) {
                        assertEquals(0, consumer.missed());
                    } else {
                        received.add(consumer.missed());
                    }
                    return received;
                }
            }));
        }
        return receiving;
    }

    private static void sendFromAll(MessageQueue queue) throws Exception {
        List<Background<Void>> sending = new ArrayList<>();
        for (int i = 0; i < PRODUCERS; i++) {
            long first = (long) i << 32;
            Producer producer = queue.producer();
            sending.add(Background.start(() -> {
                for (long sequence = 0; sequence < MESSAGES; sequence++) {
                    Message message = producer.claim(16, LONG);
                    message.putLong(0, first + sequence);
                    message.putLong(8, (first + sequence) * 31);
                    producer.commit();
                }
                return null;
            }));
        }
        for (Background<Void> producer : sending) {
            assertNull(producer.result());
        }
        queue.shutDown();
    }

    private static void assertOrdered(List<Long> received) {
        long[] last = new long[PRODUCERS];
        Arrays.fill(last, -1);
        for (long id : received) {
            int producer = (int) (id >> 32);
            assertTrue((int) id > last[producer], "out of order");
            last[producer] = (int) id;
        }
    }
}
