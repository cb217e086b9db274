package dev.mitosis.queue;

import dev.mitosis.participant.Doorbell;
import dev.mitosis.words.Words;
import java.time.Duration;

/**
 * Overview, for maintainers. The consumer reads the ring from {@code position} on, and alone writes {@code head}, behind
 * which all is released. It relies on the producer's two promises, see {@link SpscProducer}: the word at {@code position}
 * is not ready until the record there is. While it waits, it makes sure that the producer is not known to be further on:
 * then the word is damaged.
 *
 * <p>A successor begins at {@code head}, so it gets again what was read and not released.
 */
final class SpscConsumer implements Consumer {
    /** A long drain releases each time it has read this part of the ring, so that the producer does not run dry. */
    private static final int RELEASES_PER_LAP = 8;

    private final Ring ring;
    private final Doorbell producerBell;
    private final Waiting waiting;
    private final QueueState state;
    private final Runnable leave;
    private final Message message = new Message();
    private final long base;
    private final long mask;
    private final long capacity;
    private final int maxMessageLength;
    private final long releaseEvery;

    private long position;
    private long released;
    private volatile boolean closed;

    /**
     * @param leave frees the place in the queue
     */
    SpscConsumer(Ring ring, QueueState state, Doorbell producerBell, WaitingFactory waiting, Runnable leave) {
        this.ring = ring;
        this.state = state;
        this.producerBell = producerBell;
        this.leave = leave;
        this.base = ring.base();
        this.mask = ring.mask();
        this.capacity = ring.capacity();
        this.maxMessageLength = ring.maxMessageLength();
        this.releaseEvery = capacity / RELEASES_PER_LAP;
        this.position = ring.head();
        this.released = position;
        this.waiting = waiting.create(this::isMessageReady);
    }

    @Override
    public Message poll() {
        checkOpen();
        release();
        return moveToNext();
    }

    @Override
    public Message receive(Duration timeout) throws InterruptedException {
        Message message = poll();
        for (int look = 0; message == null && look < Waiting.LOOKS_PER_ROUND; look++) {
            Thread.onSpinWait();
            message = moveToNext();
        }
        if (message != null || waiting.await(timeout)) {
            return message != null ? message : poll();
        }
        checkOpen();
        state.throwIfShutDown();
        return null;
    }

    @Override
    public int drain(MessageHandler handler, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a drain takes at least a message, limit=" + limit);
        }
        checkOpen();
        int count = 0;
        try {
            while (count < limit && moveToNext() != null) {
                count++;
                handler.onMessage(message);
                if (position - released >= releaseEvery) {
                    release();
                }
            }
        } finally {
            release();
        }
        return count;
    }

    @Override
    public void release() {
        if (position != released) {
            message.clear();
            released = position;
            // sync point released: with the producer's acquire of head, before it writes there again
            ring.releaseHead(position);
            producerBell.ring();
        }
    }

    @Override
    public void close() {
        if (!closed) {
            release();
            closed = true;
            waiting.end();
            leave.run();
        }
    }

    /** Moves {@code message} and {@code position} on; null when the next record is not ready. */
    private Message moveToNext() {
        long at = position;
        long offset = at & mask;
        // sync points published and terminated: with the producer's stores
        long word = Words.getAcquire(base + offset);
        if (!RecordWord.isReady(word, at)) {
            return null;
        }
        int length = RecordWord.length(word);
        if (length > maxMessageLength || offset + RecordWord.size(length) > capacity) {
            skipFiller(word, at);
            return moveToNext();
        }
        message.moveTo(base + offset + RecordWord.WORD_BYTES, length);
        position = RecordWord.next(at + RecordWord.size(length));
        return message;
    }

    private void skipFiller(long word, long at) {
        if (!RecordWord.isFiller(word)) {
            throw ring.corrupt(word, at);
        }
        position = ring.nextAfter(at);
    }

    private boolean isMessageReady() {
        long word = Words.getAcquire(base + (position & mask));
        if (!RecordWord.isReady(word, position)) {
            ring.checkNotBehindTail(word, position);
            return closed;
        }
        if (RecordWord.isFiller(word)) {
            skipFiller(word, position);
            return isMessageReady();
        }
        return true;
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the consumer is closed");
        }
    }
}
