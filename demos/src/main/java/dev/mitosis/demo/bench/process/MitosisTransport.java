package dev.mitosis.demo.bench.process;

import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.Message;
import dev.mitosis.queue.MessageHandler;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import dev.mitosis.queue.QueueBuilder;
import dev.mitosis.queue.QueueClosedException;
import dev.mitosis.queue.Topology;
import dev.mitosis.queue.WaitStrategy;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * Our own queues, by topology: one message at a time ({@code spsc}, {@code mpsc}, {@code mpmc}, {@code broadcast}), in batches
 * ({@code spsc batched}), asleep ({@code spsc blocking}).
 */
public final class MitosisTransport implements QueueTransport {
    /** Of the ring, in bytes. */
    public static final long CAPACITY = 1 << 18;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int BURST = 256;
    private static final int DRAIN_LIMIT = 256;
    private static final int PAUSES_WHEN_DRY = 192;

    private static MessageQueue open(Run run, String name) {
        Topology topology = topology(run);
        QueueBuilder builder = MessageQueue.at(run.directory().resolve(name));
        if (topology == Topology.MPMC) {
            builder.maxMessageLength(run.size());
        }
        return builder.topology(topology)
                .capacity(CAPACITY)
                .waitStrategy(run.contender().endsWith("blocking") ? WaitStrategy.BLOCK : WaitStrategy.SPIN)
                .open();
    }

    /** What the variant begins with: {@code mpsc batched} is MPSC. */
    private static Topology topology(Run run) {
        return Topology.valueOf(run.contender().split(" ", -1)[0].toUpperCase(Locale.ROOT));
    }

    @Override
    public void produce(Run run) {
        boolean batched = run.contender().endsWith("batched");
        try (MessageQueue queue = open(run, "queue");
                Producer producer = queue.producer()) {
            run.ready();
            Idling idling = new Idling(run);
            long sequence = run.firstMessage();
            byte[] template = template(run);
            while (!run.isStopped()) {
                sequence = batched
                        ? burstInBatch(run, producer, template, idling, sequence)
                        : burst(run, producer, template, idling, sequence);
            }
        }
    }

    private static long burstInBatch(Run run, Producer producer, byte[] template, Idling idling, long sequence) {
        producer.beginBatch();
        long next = burst(run, producer, template, idling, sequence);
        producer.endBatch();
        return next;
    }

    private static long burst(Run run, Producer producer, byte[] template, Idling idling, long begin) {
        long sequence = begin;
        for (int i = 0; i < BURST; i++) {
            WORDS.set(template, 0, sequence);
            while (!producer.offer(template)) {
                if (run.isStopped()) {
                    return sequence;
                }
                idling.rest();
            }
            sequence++;
        }
        idling.worked();
        return sequence;
    }

    private static byte[] template(Run run) {
        ByteBuffer words = ByteBuffer.allocate(run.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : run.payload()) {
            words.putLong(word);
        }
        return words.array();
    }

    @Override
    public void consume(Run run) {
        Sink sink = new Sink(run);
        Idling idling = new Idling(run);
        try (MessageQueue queue = open(run, "queue");
                Consumer consumer = queue.consumer()) {
            MessageHandler check = message -> sink.accept(message.getLong(0), sum(run, message));
            run.ready();
            while (!sink.isOver()) {
                int count = consumer.drain(check, DRAIN_LIMIT);
                if (count > 0) {
                    idling.worked();
                } else {
                    idling.rest();
                }
                if (count < DRAIN_LIMIT && (count > 0 || idling.hasOwnCpu())) {
                    letProducerGetAhead();
                }
            }
        }
    }

    /** Who reads right behind the writer takes the lines from it that it is writing. */
    private static void letProducerGetAhead() {
        for (int i = 0; i < PAUSES_WHEN_DRY; i++) {
            Thread.onSpinWait();
        }
    }

    private static long sum(Run run, Message message) {
        run.checkSize(message.length());
        long sum = 0;
        for (int at = Long.BYTES; at < run.size(); at += Long.BYTES) {
            sum += message.getLong(at);
        }
        return sum;
    }

    @Override
    public void ping(Run run) throws InterruptedException {
        try (MessageQueue there = open(run, "there");
                MessageQueue back = open(run, "back");
                Producer producer = there.producer();
                Consumer consumer = back.consumer()) {
            run.ready();
            RoundTrips trips = new RoundTrips(run);
            long[] payload = run.payload();
            long sequence = 0;
            Message message = producer.claim(run.size());
            do {
                message.putLong(0, sequence);
                for (int word = 1; word < payload.length; word++) {
                    message.putLong(word * Long.BYTES, payload[word]);
                }
                producer.commit();
                message = producer.claim(run.size()); // the next one, while the answer is under way
                if (consumer.receive().getLong(0) != sequence++) {
                    throw new IllegalStateException("a wrong reply, sequence=" + sequence);
                }
            } while (!trips.isOverAfterTrip());
            there.shutDown();
        }
    }

    @Override
    public void pong(Run run) throws InterruptedException {
        try (MessageQueue there = open(run, "there");
                MessageQueue back = open(run, "back");
                Consumer consumer = there.consumer();
                Producer producer = back.producer()) {
            run.ready();
            while (true) {
                Message reply = producer.claim(run.size()); // before there is something to answer
                Message message = consumer.receive();
                reply.put(message);
                producer.commit();
            }
        } catch (QueueClosedException measurementIsOver) {
            run.stop();
        }
    }
}
