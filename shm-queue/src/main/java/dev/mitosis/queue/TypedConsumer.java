package dev.mitosis.queue;

import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A consumer of values, which a {@link Codec} reads in place. What is said of the {@link Consumer} holds: one thread at a time;
 * another may {@link #close()} it while it waits. A value's message is released by {@link #release()}, by the next value, or
 * by closing: until then, another process gets it again if this one dies.
 *
 * @param <T> what is received
 */
public final class TypedConsumer<T> implements Iterable<T>, AutoCloseable {
    private final Consumer consumer;
    private final Codec<T> codec;

    TypedConsumer(Consumer consumer, Codec<T> codec) {
        this.consumer = consumer;
        this.codec = Objects.requireNonNull(codec, "codec");
    }

    /**
     * The next value, if there is one. Never blocks.
     *
     * @return null when there is none
     */
    public T poll() {
        return value(consumer.poll());
    }

    /**
     * The next value, waiting for it.
     *
     * @return null when there was none in time
     * @throws QueueClosedException when the queue was shut down and all of it has been received
     * @throws dev.mitosis.participant.PeerDiedException when the last producer dies, and all of it has been received
     */
    public T receive(Duration timeout) throws InterruptedException {
        return value(consumer.receive(timeout));
    }

    /** The next value, waiting for it without a limit. */
    public T receive() throws InterruptedException {
        return value(consumer.receive());
    }

    private T value(Message message) {
        return message == null ? null : codec.read(message);
    }

    /** Gives back the room of the value that was read last. Does nothing when there is none. */
    public void release() {
        consumer.release();
    }

    /**
     * The values to come, until the queue is shut down. {@code hasNext} waits, and releases the value before. It says that there
     * is none when this thread is interrupted, too, and leaves the thread's interrupt status set.
     *
     * @throws dev.mitosis.participant.PeerDiedException from {@code hasNext}, when the last producer dies, and all of it has been
     *     received; to ask again waits for the next producer
     */
    @Override
    public Iterator<T> iterator() {
        return new Values();
    }

    /** The same as a stream: sequential, in order, and as long as the queue is not shut down. */
    public Stream<T> stream() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /** Leaves the queue, as the consumer's {@link Consumer#close()} does. */
    @Override
    public void close() {
        consumer.close();
    }

    private final class Values implements Iterator<T> {
        private T next;

        @Override
        public boolean hasNext() {
            if (next == null) {
                next = receiveUnlessOver();
            }
            return next != null;
        }

        private T receiveUnlessOver() {
            try {
                return receive();
            } catch (QueueClosedException over) {
                return null;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return null;
            }
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the queue was shut down");
            }
            T value = next;
            next = null;
            return value;
        }
    }
}
