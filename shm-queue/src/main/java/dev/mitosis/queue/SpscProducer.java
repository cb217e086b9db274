package dev.mitosis.queue;

import dev.mitosis.participant.Doorbell;
import dev.mitosis.words.Words;
import java.time.Duration;

/**
 * Overview, for maintainers. The producer alone writes the ring, from {@code position} on. It keeps two promises to the
 * consumer, also if it is killed between any two stores:
 *
 * <ol>
 *   <li>The word at {@code position} is zero, so the consumer stops there. Before a record becomes ready, the word behind
 *       it is made zero: {@code sync point terminated}.
 *   <li>A record's word is written after the message, with release: {@code sync point published}.
 * </ol>
 *
 * <p>A batch is published by its first record's word, which is kept back until all the others are in place.
 *
 * <p>{@code limit} is what the fast path compares with: the nearer one of where the consumer's unreleased records begin
 * (as of the last look at {@code head}), less the zero word's room, and the end of the ring. So one comparison finds both
 * a full ring and one that has to wrap.
 *
 * <p>A successor finds {@code position} by walking the ready records from {@code head} to the first word that is zero.
 */
final class SpscProducer implements Producer {
    private static final int NOTHING_CLAIMED = -1;
    private static final long NOTHING_STAGED = 0;

    private final Ring ring;
    private final Doorbell consumerBell;
    private final Waiting waiting;
    private final QueueState state;
    private final Runnable leave;
    private final Message message = new Message();
    private final long base;
    private final long mask;
    private final int maxMessageLength;

    private long position;
    private long limit;
    private int claimed = NOTHING_CLAIMED;
    private long wanted;
    private boolean batching;
    private long stagedAddress = NOTHING_STAGED;
    private long stagedWord;
    private volatile boolean closed;

    /**
     * @param leave frees the place in the queue
     */
    SpscProducer(Ring ring, QueueState state, Doorbell consumerBell, WaitingFactory waiting, Runnable leave) {
        this.ring = ring;
        this.state = state;
        this.consumerBell = consumerBell;
        this.leave = leave;
        this.base = ring.base();
        this.mask = ring.mask();
        this.maxMessageLength = ring.maxMessageLength();
        this.position = endOfReadyRecords();
        this.limit = position;
        this.waiting = waiting.create(() -> makeRoom(wanted));
    }

    @Override
    public int maxMessageLength() {
        return maxMessageLength;
    }

    @Override
    public Message claim(int length) {
        if (claimed != NOTHING_CLAIMED || length < 0 || length > maxMessageLength) {
            throw refusal(length);
        }
        long size = RecordWord.size(length);
        if (position + size > limit && !makeRoom(size)) {
            publishStaged();
            return null;
        }
        return claimed(length);
    }

    @Override
    public Message claim(int length, Duration timeout) throws InterruptedException {
        Message now = claim(length);
        if (now != null) {
            return now;
        }
        wanted = RecordWord.size(length);
        if (waiting.await(timeout)) {
            return claimed(length);
        }
        checkOpen();
        return null;
    }

    @Override
    public void commit() {
        commit(claimed);
    }

    @Override
    public void commit(int length) {
        if (length < 0 || length > claimed) {
            throw new IllegalStateException("no message of that length is claimed, length=" + length);
        }
        claimed = NOTHING_CLAIMED;
        message.clear();
        long address = base + (position & mask);
        long word = RecordWord.word(position, length);
        position += RecordWord.size(length);
        if (batching) {
            stage(address, word);
        } else {
            publish(address, word);
        }
    }

    @Override
    public void abort() {
        claimed = NOTHING_CLAIMED;
        message.clear();
    }

    @Override
    public void beginBatch() {
        batching = true;
    }

    @Override
    public void endBatch() {
        publishStaged();
        batching = false;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            limit = Long.MIN_VALUE;
            endBatch();
            waiting.end();
            leave.run();
        }
    }

    private Message claimed(int length) {
        claimed = length;
        message.moveTo(base + (position & mask) + RecordWord.WORD_BYTES, length);
        return message;
    }

    /** Whether the record fits, after a look at how far the consumer is; wraps the ring when the record needs that. */
    private boolean makeRoom(long size) {
        checkOpen();
        state.throwIfShutDown();
        long head = ring.head();
        long capacity = ring.capacity();
        if (head > position || head < position - capacity) {
            throw new CorruptQueueException("head", head, "at most a lap behind " + position);
        }
        long free = head + capacity - RecordWord.WORD_BYTES;
        long end = (position & -capacity) + capacity;
        if (position + size > end) {
            if (end + size > free) {
                return false;
            }
            fillUpTo(end);
            end += capacity;
        }
        limit = Math.min(free, end);
        return position + size <= limit;
    }

    private void fillUpTo(long end) {
        long address = base + (position & mask);
        long word = RecordWord.fillerWord(position, end - position);
        position = end;
        if (stagedAddress != NOTHING_STAGED) {
            Words.set(address, word);
        } else {
            publish(address, word);
        }
    }

    private void publish(long address, long word) {
        // sync point terminated: with the consumer's look at the word behind this record
        Words.set(base + (position & mask), RecordWord.NOT_READY);
        // sync point published: with the consumer's acquire of this word
        Words.setRelease(address, word);
        consumerBell.ring();
    }

    private void stage(long address, long word) {
        if (stagedAddress == NOTHING_STAGED) {
            stagedAddress = address;
            stagedWord = word;
        } else {
            Words.set(address, word);
        }
    }

    private void publishStaged() {
        if (stagedAddress != NOTHING_STAGED) {
            long address = stagedAddress;
            stagedAddress = NOTHING_STAGED;
            publish(address, stagedWord);
        }
    }

    private long endOfReadyRecords() {
        long head = ring.head();
        long end = head;
        for (long size = ring.sizeOfRecordAt(end); size != 0; size = ring.sizeOfRecordAt(end)) {
            end += size;
            if (end - head > ring.capacity()) {
                throw new CorruptQueueException("records", end - head, "at most a lap long");
            }
        }
        return end;
    }

    private RuntimeException refusal(int length) {
        checkOpen();
        if (claimed != NOTHING_CLAIMED) {
            return new IllegalStateException("commit or abort the claimed message first, length=" + claimed);
        }
        return new IllegalArgumentException("a message here has 0 to " + maxMessageLength + " bytes, length=" + length);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the producer is closed");
        }
    }
}
