package dev.mitosis.queue.storm;

import dev.mitosis.participant.PeerDiedException;
import dev.mitosis.queue.Message;
import dev.mitosis.queue.Producer;
import java.time.Duration;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Sends a producer's messages, singly and in batches, until it is told to stop; mostly, it is killed before that. */
final class StormSender {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final int LONGEST_BATCH = 20;

    private final Producer producer;
    private final int self;
    private final BooleanSupplier stopped;
    private final LongConsumer committed;
    private long sequence;

    /**
     * @param self the producer's number
     * @param committed is told how many messages have been published
     */
    StormSender(Producer producer, int self, BooleanSupplier stopped, LongConsumer committed) {
        this.producer = producer;
        this.self = self;
        this.stopped = stopped;
        this.committed = committed;
    }

    /**
     * @param most how many messages it sends
     */
    void run(long most) throws InterruptedException {
        Random random = new Random(self);
        while (!stopped.getAsBoolean()) {
            int batch = random.nextInt(2 * LONGEST_BATCH) - LONGEST_BATCH;
            if (hasSentAll(sequence, most)) {
                Thread.sleep(1);
            } else if (batch <= 0) {
                send();
            } else {
                producer.beginBatch();
                for (int i = 0; i < batch && !stopped.getAsBoolean(); i++) {
                    send();
                }
                producer.endBatch();
            }
            committed.accept(sequence);
        }
    }

    /** Whether a producer that has sent so many sends no more. */
    static boolean hasSentAll(long sent, long most) {
        return sent >= most - LONGEST_BATCH;
    }

    private void send() throws InterruptedException {
        long id = StormMessage.id(self, sequence);
        Message message = null;
        while (message == null) {
            try {
                message = producer.claim(StormMessage.length(id), PATIENCE);
            } catch (PeerDiedException noConsumerIsLeft) {
                continue; // another one will come
            }
            if (message == null && stopped.getAsBoolean()) {
                return;
            }
        }
        StormMessage.write(message, id);
        producer.commit();
        sequence++;
    }
}
