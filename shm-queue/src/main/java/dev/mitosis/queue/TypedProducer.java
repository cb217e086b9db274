package dev.mitosis.queue;

import java.time.Duration;
import java.util.Objects;

/**
 * A producer of values, which a {@link Codec} writes in place. What is said of the {@link Producer} holds: one thread at a
 * time; another may {@link #close()} it while it waits. A value for which the codec asks for more than the longest message is
 * refused by an {@link IllegalArgumentException}; when the codec throws, nothing is sent.
 *
 * @param <T> what is sent
 */
public final class TypedProducer<T> implements AutoCloseable {
    private final Producer producer;
    private final Codec<T> codec;

    TypedProducer(Producer producer, Codec<T> codec) {
        this.producer = producer;
        this.codec = Objects.requireNonNull(codec, "codec");
    }

    /** Sends the value if there is room now; whether there was. Never blocks. */
    public boolean offer(T value) {
        return put(producer.claim(codec.maxLength(value)), value);
    }

    /**
     * Sends the value, waiting for room.
     *
     * @return false when there was none in time
     * @throws dev.mitosis.participant.PeerDiedException when the last consumer dies, and the queue is still full
     */
    public boolean send(T value, Duration timeout) throws InterruptedException {
        return put(producer.claim(codec.maxLength(value), timeout), value);
    }

    /** Sends the value, waiting for room without a limit. */
    public void send(T value) throws InterruptedException {
        while (!send(value, Waiting.LONGEST)) {}
    }

    private boolean put(Message message, T value) {
        if (message == null) {
            return false;
        }
        boolean written = false;
        try {
            producer.commit(codec.write(value, message));
            written = true;
        } finally {
            if (!written) {
                producer.abort();
            }
        }
        return true;
    }

    /** Leaves the queue, as the producer's {@link Producer#close()} does. */
    @Override
    public void close() {
        producer.close();
    }
}
