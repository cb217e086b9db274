package dev.mitosis.queue;

import dev.mitosis.participant.Doorbell;
import dev.mitosis.words.Words;
import java.time.Duration;

/**
 * Overview, for maintainers. The producer alone writes the ring, from {@code position} on. It keeps two promises to the
 * consumer, also if it is killed between any two stores:
 *
 * <ol>
 *   <li>The word at {@code position} is not ready, so the consumer stops there. What the last lap left behind a record
 *       may be any bytes of a message, and could look ready: it is wiped when the record is claimed, before that becomes
 *       ready: {@code sync point terminated}. A look, and a store only where it is needed, would be worse: the load fetches
 *       the line to read, the next record's stores then fetch it again to write, and throughput halves.
 *   <li>A record's word is written after the message, with release: {@code sync point published}.
 * </ol>
 *
 * <p>A batch is published by its first record's word, which is kept back until all the others are in place.
 *
 * <p>{@code limit} is what the fast path compares with: the nearer one of where the consumer's unreleased records begin
 * (as of the last look at {@code head}), less the room that stays free, and the end of the ring. So one comparison finds both
 * a full ring and one that has to wrap.
 *
 * <p>A successor finds {@code position} by walking the ready records from {@code head} to the first word that is not ready.
 */
final class SpscProducer implements Producer {
    private static final long NOTHING_STAGED = 0;
    private static final long TAKE_THE_LONG_WAY = 0;

    private final Ring ring;
    private final Doorbell consumerBell;
    private final Waiting waiting;
    private final QueueState state;
    private final Runnable leave;
    private final Message message;
    private final long base;
    private final long mask;
    private final int maxMessageLength;

    private long position;
    private long limit;
    private long wanted;
    private boolean batching;
    private long bellToLookAt;
    private long stagedAddress = NOTHING_STAGED;
    private long stagedWord;
    private volatile boolean closed;

    /**
     * @param leave frees the place in the queue
     */
    SpscProducer(Ring ring, QueueState state, Doorbell consumerBell, WaitingFactory waiting, Runnable leave) {
        this.ring = ring;
        this.message = new Message(ring);
        this.state = state;
        this.consumerBell = consumerBell;
        this.bellToLookAt = consumerBell.wordToLookAt();
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
        if (message.isSomewhere() || length < 0 || length > maxMessageLength) {
            throw refusal(length);
        }
        long size = RecordWord.size(length);
        try {
            if (position + size > limit && !makeRoom(size)) {
                publishStaged();
                return null;
            }
            return claimed(length);
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
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
        int length = message.claimedLength();
        if (length < 0) {
            throw new IllegalStateException("no message is claimed");
        }
        commitClaimed(length);
    }

    @Override
    public void commit(int length) {
        if (length < 0 || !message.isSomewhere() || length > message.length()) {
            throw new IllegalStateException("no message of that length is claimed, length=" + length);
        }
        terminate(next(position, length));
        commitClaimed(length);
    }

    private void commitClaimed(int length) {
        long address = message.address() - RecordWord.WORD_BYTES;
        message.clear();
        long at = position;
        long word = RecordWord.word(at, length);
        position = next(at, length);
        put(address, word);
    }

    /**
     * Overview: the same as claim, write and commit, with half the loads. Loads that hit the first-level cache are not free
     * beside stores that wait for lines from another core: 20 more for a message halve the throughput.
     */
    @Override
    public boolean offer(byte[] source) {
        int length = source.length;
        long at = position;
        if (length > maxMessageLength || at + RecordWord.size(length) > limit || message.isSomewhere()) {
            return Producer.super.offer(source);
        }
        try {
            long address = base + (at & mask);
            Words.copy(source, 0, address + RecordWord.WORD_BYTES, length);
            long next = next(at, length);
            terminate(next);
            position = next;
            put(address, RecordWord.word(at, length));
            return true;
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    @Override
    public void abort() {
        message.clear();
    }

    @Override
    public void beginBatch() {
        checkNothingClaimed();
        batching = true;
        bellToLookAt = TAKE_THE_LONG_WAY;
    }

    @Override
    public void endBatch() {
        checkNothingClaimed();
        publishStaged();
        batching = false;
        bellToLookAt = consumerBell.wordToLookAt();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            limit = Long.MIN_VALUE;
            abort();
            publishStaged();
            batching = false;
            ring.noteTail(position);
            waiting.end();
            leave.run();
        }
    }

    private Message claimed(int length) {
        long at = position;
        message.moveTo(base + (at & mask) + RecordWord.WORD_BYTES, length);
        terminate(next(at, length));
        return message;
    }

    /** Whether the record fits, after a look at how far the consumer is; wraps the ring when the record needs that. */
    private boolean makeRoom(long size) {
        checkOpen();
        state.throwIfShutDown();
        if (stagedAddress == NOTHING_STAGED) {
            ring.noteTail(position);
        }
        long head = ring.head();
        long capacity = ring.capacity();
        if (head > position || head < position - capacity) {
            checkOpen();
            throw new CorruptQueueException("head", head, "at most a lap behind " + position);
        }
        long free = head + capacity - RecordWord.GAP_BYTES;
        long end = (position & -capacity) + capacity;
        if (position + size > end) {
            if (end + size > free) {
                return false;
            }
            fillUpTo(end);
            end += capacity;
        }
        limit = Math.min(free, end);
        if (position + size > limit) {
            return false;
        }
        // Another thread may have closed this end meanwhile, and its limit must not be undone.
        Words.fullFence();
        if (closed) {
            limit = Long.MIN_VALUE;
            checkOpen();
        }
        return true;
    }

    private void fillUpTo(long end) {
        long address = base + (position & mask);
        long word = RecordWord.fillerWord(position, end - position);
        position = end;
        terminate(end);
        if (stagedAddress != NOTHING_STAGED) {
            Words.set(address, word);
        } else {
            publish(address, word);
        }
    }

    /** Where the record behind one with a message of this length will begin. */
    private static long next(long at, int length) {
        int size = RecordWord.size(length);
        return RecordWord.next(at + size, size);
    }

    /** Sees to it that nothing looks ready where the record behind the one to be published will begin. */
    private void terminate(long next) {
        // sync point terminated: with the consumer's look at the word behind this record
        Words.set(base + (next & mask), RecordWord.NOT_READY);
    }

    /** Puts the word to a record that is all there; hot, hence the few loads. */
    private void put(long address, long word) {
        long bell = bellToLookAt;
        if (bell == TAKE_THE_LONG_WAY) {
            if (batching) {
                stage(address, word);
            } else {
                publish(address, word);
            }
            return;
        }
        // sync point published: with the consumer's acquire of this word
        Words.setRelease(address, word);
        Words.compilerFence();
        // sync point asleep: with the consumer's store before its membarrier
        if (Words.getAcquire(bell) != Doorbell.AWAKE) {
            consumerBell.wake();
        }
    }

    private void publish(long address, long word) {
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
        for (long next = ring.nextAfter(end); next != end; next = ring.nextAfter(end)) {
            end = next;
            if (end - head >= ring.capacity()) {
                throw new CorruptQueueException("records", end - head, "less than a lap long");
            }
        }
        return end;
    }

    private RuntimeException refusal(int length) {
        checkOpen();
        checkNothingClaimed();
        return new IllegalArgumentException("a message here has 0 to " + maxMessageLength + " bytes, length=" + length);
    }

    private void checkNothingClaimed() {
        if (message.isSomewhere()) {
            throw new IllegalStateException("commit or abort the claimed message first, length=" + message.length());
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the producer is closed");
        }
    }
}
