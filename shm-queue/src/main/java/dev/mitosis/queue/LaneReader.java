package dev.mitosis.queue;

import dev.mitosis.participant.Bell;
import dev.mitosis.words.Words;

/**
 * Overview, for maintainers. Reads a lane's ring in place, from {@code position} on, and alone writes its {@code head}, behind
 * which all is released. It relies on the producer's two promises, see {@link LaneProducer}: the word at {@code position} is
 * not ready until the record there is. While there is nothing, it makes sure that the producer is not known to be further
 * on: then the word is damaged.
 *
 * <p>A successor begins at {@code head}, so it gets again what was read and not released.
 */
final class LaneReader implements Reader {
    /** A long drain releases each time it has read this part of the ring, so that the producer does not run dry. */
    private static final int RELEASES_PER_LAP = 8;

    private final Ring ring;
    private final Bell producerBell;
    private final Message message;
    private final long head;
    private final long base;
    private final long mask;
    private final long capacity;
    private final int maxMessageLength;
    private final long releaseEvery;
    private final boolean gated;

    private long position;
    private long released;
    private long received;
    /** Where a drain releases on its way; always, once this end is closed. */
    private long releaseAt;

    private volatile boolean stopped;

    /**
     * @param consumer whose head this is
     * @param begin what the head says
     * @param gated whether the head is a gate, which another thread may remove while this one releases, and which must not come back
     */
    LaneReader(Ring ring, int consumer, long begin, boolean gated, Bell producerBell) {
        this.ring = ring;
        this.message = new Message(ring.region());
        this.producerBell = producerBell;
        this.gated = gated;
        this.head = ring.headAddress(consumer);
        this.base = ring.base();
        this.mask = ring.mask();
        this.capacity = ring.capacity();
        this.maxMessageLength = ring.maxMessageLength();
        this.releaseEvery = capacity / RELEASES_PER_LAP;
        this.position = begin;
        this.released = position;
        this.received = Words.get(head + QueueLayout.RECEIVED);
        this.releaseAt = position + releaseEvery;
    }

    @Override
    public void checkIdle() {
        ring.checkNotBehindTail(position);
    }

    /**
     * Overview: the next record's place follows from this one's length, so that the processor would wait for each word to
     * arrive before it could ask for the next one. Therefore the whole word is guessed, from the last one's length: one
     * comparison, whose branch is predicted, so that words are fetched ahead.
     */
    @Override
    public int drain(MessageHandler handler, int limit) {
        if (stopped) {
            return 0;
        }
        int count = 0;
        int length = 0;
        int size = RecordWord.size(length);
        long at = position;
        try {
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
                    if (stopped) {
                        break;
                    }
                    release();
                }
            }
        } finally {
            received += count;
        }
        return count;
    }

    @Override
    public void release() {
        if (position != released && !stopped) {
            message.clear();
            Words.set(head + QueueLayout.RECEIVED, received);
            // sync point released: with the producer's acquire of head, before it writes there again
            if (gated) {
                Words.compareAndSet(head, released, position);
            } else {
                Words.setRelease(head, position);
            }
            released = position;
            releaseAt = position + releaseEvery;
            producerBell.ring();
        }
    }

    @Override
    public void stop() {
        stopped = true;
        releaseAt = Long.MIN_VALUE;
    }

    @Override
    public Message next() {
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
            return next();
        }
        message.moveTo(base + offset + RecordWord.WORD_BYTES, length);
        int size = RecordWord.size(length);
        position = RecordWord.next(at + size, size);
        received++;
        return message;
    }

    private void skipFiller(long word, long at) {
        if (!RecordWord.isFiller(word)) {
            throw ring.corrupt(word, at);
        }
        position = ring.nextAfter(at);
    }

    @Override
    public boolean isReady() {
        long word = Words.getAcquire(base + (position & mask));
        if (!RecordWord.isReady(word, position)) {
            ring.checkNotBehindTail(position);
            return stopped;
        }
        if (RecordWord.isFiller(word)) {
            skipFiller(word, position);
            return isReady();
        }
        return true;
    }
}
