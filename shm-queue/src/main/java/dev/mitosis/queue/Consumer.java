package dev.mitosis.queue;

import java.time.Duration;

/**
 * The receiving end of a queue. One thread at a time; another may {@link #close()} it while it waits.
 *
 * <p>Messages are read where they lie. A message is released by {@link #release()}, by reading the next one, or by
 * closing this end; only then is its room free again. If this process dies before that, the next consumer gets the
 * message again (in a broadcast, the others have theirs). {@link #drain} releases as it goes.
 *
 * <p>All methods throw {@link CorruptQueueException} when they meet what no producer wrote, and
 * {@link IllegalStateException} once this end is closed.
 */
public interface Consumer extends AutoCloseable {
    /**
     * The next message, if there is one. Never blocks.
     *
     * @return null when there is none
     */
    Message poll();

    /**
     * The next message, waiting for it.
     *
     * @return null when there was none in time
     * @throws QueueClosedException when the queue was shut down and all of it has been received
     * @throws dev.mitosis.participant.PeerDiedException when the last producer dies, and all of it has been received
     */
    Message receive(Duration timeout) throws InterruptedException;

    /** The next message, waiting for it without a limit. */
    default Message receive() throws InterruptedException {
        Message message;
        do {
            message = receive(Waiting.LONGEST);
        } while (message == null);
        return message;
    }

    /**
     * Hands messages that are there to the handler, in place, and releases them. Never blocks. When the handler throws,
     * the message counts as received. The handler may close this end, which ends the drain, and must not use it otherwise.
     *
     * @param limit how many at most, at least 1
     * @return how many there were
     */
    int drain(MessageHandler handler, int limit);

    /** Gives back the room of the message that was read last. Does nothing when there is none. */
    void release();

    /**
     * How many messages this consumer was too slow for, since it came. Only a lossy broadcast can have any: there, ask after
     * each message.
     */
    long missed();

    /** This consumer, for values of one type. Either may be used, and closing one closes both. */
    default <T> TypedConsumer<T> withCodec(Codec<T> codec) {
        return new TypedConsumer<>(this, codec);
    }

    /** Leaves the queue; another process may take the place. Closing twice is harmless. */
    @Override
    void close();
}
