package dev.mitosis.queue;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The sending end of a queue. One thread at a time; another may {@link #close()} it while it waits for room.
 *
 * <p>A message is claimed, written in place, and committed; or it is copied from a buffer by {@code offer} and
 * {@code send}. Consumers see it when it is committed, or, within a {@linkplain #beginBatch() batch}, when that ends. If this
 * process dies, what it had not committed, or not yet published with its batch, never was.
 *
 * <p>All methods throw {@link IllegalArgumentException} for a message longer than {@link #maxMessageLength()},
 * {@link QueueClosedException} once the queue was shut down (which is looked at when the known room is used up: until then,
 * what is sent after a shut-down by another process is accepted and never received) and
 * {@link IllegalStateException} once this end is closed.
 */
public interface Producer extends AutoCloseable {
    /** The longest message there can be, in bytes. */
    int maxMessageLength();

    /**
     * Reserves room for a message. Never blocks. The message holds what was there before: write all of it.
     *
     * @param length in bytes, 0 to {@link #maxMessageLength()}
     * @return where to write, to be committed or aborted before the next claim; null when the queue is full
     */
    Message claim(int length);

    /**
     * The same, waiting for room.
     *
     * @return null when there was none in time
     * @throws dev.mitosis.participant.PeerDiedException when the last consumer dies, and the queue is still full
     */
    Message claim(int length, Duration timeout) throws InterruptedException;

    /** Makes the claimed message ready to be received. Wakes the consumer if it sleeps. */
    void commit();

    /** The same, for a message that came out shorter than it was claimed. */
    void commit(int length);

    /** Gives the claimed room back. */
    void abort();

    /**
     * From here to {@link #endBatch()}, committed messages stay unpublished, so that they cost less. Nobody sees them
     * before the batch ends or the queue is full, which publishes those that there are. A batch neither begins nor ends
     * while a message is claimed.
     */
    void beginBatch();

    /** Publishes the batch's messages, in their order. Does nothing when there is no batch. */
    void endBatch();

    /**
     * Sends a copy, if there is room. Never blocks.
     *
     * @return false when the queue is full
     */
    default boolean offer(byte[] source) {
        return copy(claim(source.length), source);
    }

    /** The same, for what remains in the buffer, whose position stays where it is. */
    default boolean offer(ByteBuffer source) {
        return copy(claim(source.remaining()), source);
    }

    /**
     * Sends a copy, waiting for room.
     *
     * @return false when there was none in time
     * @throws dev.mitosis.participant.PeerDiedException when the last consumer dies, and the queue is still full
     */
    default boolean send(byte[] source, Duration timeout) throws InterruptedException {
        return copy(claim(source.length, timeout), source);
    }

    /** The same, for what remains in the buffer, whose position stays where it is. */
    default boolean send(ByteBuffer source, Duration timeout) throws InterruptedException {
        return copy(claim(source.remaining(), timeout), source);
    }

    /** Sends a copy, waiting for room without a limit. */
    default void send(byte[] source) throws InterruptedException {
        while (!send(source, Waiting.LONGEST)) {}
    }

    /** This producer, for values of one type. Either may be used, and closing one closes both. */
    default <T> TypedProducer<T> withCodec(Codec<T> codec) {
        return new TypedProducer<>(this, codec);
    }

    /** Leaves the queue, publishing an open batch; another process may take the place. Closing twice is harmless. */
    @Override
    void close();

    private boolean copy(Message claimed, byte[] source) {
        if (claimed == null) {
            return false;
        }
        try {
            claimed.putBytes(0, source, 0, source.length);
            commit();
            return true;
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    private boolean copy(Message claimed, ByteBuffer source) {
        if (claimed == null) {
            return false;
        }
        try {
            claimed.put(source);
            commit();
            return true;
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }
}
