package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever is done to a small queue, in whatever order: it holds what a list would hold, also where its ring wraps. */
class QueueModelTest {
    private static final int LONGEST = 400;
    private static final int MOST_STEPS = 300;

    /** Something done to the queue, and to the list. */
    interface Step {
        void take(Pair pair);
    }

    @Property(tries = 150)
    void holdsWhatAListWouldHold(@ForAll("gatedTopologies") Topology topology, @ForAll("steps") List<Step> steps) {
        try (Pair pair = new Pair(topology)) {
            steps.forEach(step -> step.take(pair));
            pair.drain(Integer.MAX_VALUE);
            assertTrue(pair.expected.isEmpty(), () -> pair.expected.size() + " are lost");
        }
    }

    @Provide
    Arbitrary<Topology> gatedTopologies() {
        return Arbitraries.of(Topology.SPSC, Topology.MPSC, Topology.MPMC, Topology.BROADCAST);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> lengths = Arbitraries.integers().between(0, LONGEST);
        Arbitrary<Step> step = Arbitraries.frequencyOf(
                Tuple.of(6, lengths.map(length -> named("offer " + length, pair -> pair.offer(length)))),
                Tuple.of(2, lengths.map(length -> named("shorten " + length, pair -> pair.shorten(length)))),
                Tuple.of(1, lengths.map(length -> named("abort " + length, pair -> pair.abort(length)))),
                Tuple.of(2, lengths.list().ofMaxSize(8).map(all -> named("batch " + all, pair -> pair.batch(all)))),
                Tuple.of(6, Arbitraries.just(named("poll", Pair::poll))),
                Tuple.of(2, Arbitraries.just(named("release", pair -> pair.consumer.release()))),
                Tuple.of(
                        2,
                        Arbitraries.integers()
                                .between(1, 20)
                                .map(limit -> named("drain " + limit, pair -> pair.drain(limit)))),
                Tuple.of(1, Arbitraries.just(named("another producer", Pair::replaceProducer))),
                Tuple.of(1, Arbitraries.just(named("another consumer", Pair::replaceConsumer))));
        return step.list().ofMaxSize(MOST_STEPS);
    }

    private static Step named(String name, Step step) {
        return new Step() {
            @Override
            public void take(Pair pair) {
                step.take(pair);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    /** A queue with its ends, and the list. */
    static final class Pair implements AutoCloseable {
        final Deque<byte[]> expected = new ArrayDeque<>();
        private final MessageQueue queue;
        private Producer producer;
        Consumer consumer;
        private int sent;

        Pair(Topology topology) {
            QueueBuilder builder = MessageQueue.anonymous().topology(topology).capacity(QueueContract.CAPACITY);
            queue = topology == Topology.MPMC
                    ? builder.maxMessageLength(LONGEST).open()
                    : builder.open();
            producer = queue.producer();
            consumer = queue.consumer();
        }

        private byte[] next(int length) {
            return QueueContract.bytes(sent++, length);
        }

        void offer(int length) {
            byte[] content = next(length);
            boolean wasEmpty = expected.isEmpty();
            if (wasEmpty) {
                assertNull(consumer.poll()); // releases, and passes what was given up
            }
            if (producer.offer(content)) {
                expected.add(content);
            } else {
                assertTrue(!wasEmpty, "refused by an empty queue");
            }
        }

        void shorten(int length) {
            Message message = producer.claim(LONGEST);
            if (message != null) {
                byte[] content = next(length);
                message.putBytes(0, content, 0, length);
                producer.commit(length);
                expected.add(content);
            }
        }

        void abort(int length) {
            if (producer.claim(length) != null) {
                producer.abort();
            }
        }

        void batch(List<Integer> lengths) {
            producer.beginBatch();
            for (int length : lengths) {
                byte[] content = next(length);
                if (producer.offer(content)) {
                    expected.add(content);
                }
            }
            producer.endBatch();
        }

        void poll() {
            Message message = consumer.poll();
            if (expected.isEmpty()) {
                assertNull(message);
            } else {
                assertNotNull(message);
                assertArrayEquals(expected.remove(), message.toByteArray());
            }
        }

        void drain(int limit) {
            int count = Math.min(limit, expected.size());
            assertEquals(
                    count,
                    consumer.drain(message -> assertArrayEquals(expected.remove(), message.toByteArray()), limit));
        }

        void replaceProducer() {
            producer.close();
            producer = queue.producer();
        }

        /** Closing releases what was read. A broadcast's new consumer gets what is sent from then on. */
        void replaceConsumer() {
            consumer.close();
            consumer = queue.consumer();
            if (queue.topology() == Topology.BROADCAST) {
                expected.clear();
            }
        }

        @Override
        public void close() {
            queue.close();
        }
    }
}
