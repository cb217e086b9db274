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
    private final Message message;
    private final long base;
    private final long mask;
    private final long capacity;
    private final int maxMessageLength;
    private final long releaseEvery;

    private long position;
    private long released;
    /** Where a drain releases on its way; always, once this end is closed. */
    private long releaseAt;

    private volatile boolean closed;

    /**
     * @param leave frees the place in the queue
     */
    SpscConsumer(Ring ring, QueueState state, Doorbell producerBell, WaitingFactory waiting, Runnable leave) {
        this.ring = ring;
        this.message = new Message(ring);
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
        this.releaseAt = position + releaseEvery;
        this.waiting = waiting.create(this::isMessageReady);
    }

    @Override
    public Message poll() {
        checkOpen();
        try {
            release();
            Message next = moveToNext();
            if (next == null) {
                ring.checkNotBehindTail(position);
            }
            return next;
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    @Override
    public Message receive(Duration timeout) throws InterruptedException {
        Message message = poll();
        for (int look = 0; message == null && look < Waiting.LOOKS_PER_ROUND; look++) {
            Waiting.pauseBetweenLooks();
            message = moveToNext();
        }
        if (message != null || awaitMessage(timeout)) {
            return message != null ? message : poll();
        }
        checkOpen();
        return state.isShutDown() ? lastMessages() : null;
    }

    private boolean awaitMessage(Duration timeout) throws InterruptedException {
        try {
            return waiting.await(timeout);
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    /** What was sent before the shut-down is there by now, if it was not when the time was over. */
    private Message lastMessages() {
        Message last = poll();
        if (last == null) {
            state.throwIfShutDown();
        }
        return last;
    }

    @Override
    public int drain(MessageHandler handler, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a drain takes at least a message, limit=" + limit);
        }
        checkOpen();
        try {
            release();
            int count = drainReady(handler, limit);
            if (count == 0) {
                ring.checkNotBehindTail(position);
            }
            return count;
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        } finally {
            release();
        }
    }

    /**
     * Overview: the next record's place follows from this one's length, so that the processor would wait for each word to
     * arrive before it could ask for the next one. Therefore the whole word is guessed, from the last one's length: one
     * comparison, whose branch is predicted, so that words are fetched ahead.
     */
    private int drainReady(MessageHandler handler, int limit) {
        int count = 0;
        int length = 0;
        int size = RecordWord.size(length);
        long at = position;
        while (count < limit) {
            long offset = at & mask;
            // sync points published and terminated: with the producer's stores
            long word = Words.getAcquire(base + offset);
            if (word != RecordWord.word(at, length)) {
                if (!RecordWord.isReady(word, at)) {
                    break;
                }
                if (RecordWord.isFiller(word)) {
                    skipFiller(word, at);
                    at = position;
                    continue;
                }
                length = RecordWord.length(word);
                size = RecordWord.size(length);
            }
            if (length > maxMessageLength || offset + size > capacity) {
                throw ring.corrupt(word, at);
            }
            message.moveTo(base + offset + RecordWord.WORD_BYTES, length);
            at = RecordWord.next(at + size, size);
            position = at;
            count++;
            handler.onMessage(message);
            if (at >= releaseAt) {
                if (closed) {
                    break;
                }
                release();
            }
        }
        return count;
    }

    @Override
    public void release() {
        if (position != released && !closed) {
            message.clear();
            released = position;
            releaseAt = position + releaseEvery;
            // sync point released: with the producer's acquire of head, before it writes there again
            ring.releaseHead(position);
            producerBell.ring();
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            release();
            closed = true;
            releaseAt = Long.MIN_VALUE;
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
        int size = RecordWord.size(length);
        position = RecordWord.next(at + size, size);
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
            ring.checkNotBehindTail(position);
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
