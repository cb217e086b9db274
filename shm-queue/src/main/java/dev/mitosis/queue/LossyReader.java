package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.words.Words;

/**
 * Overview, for maintainers. Copies each message out of a ring whose producer does not wait, and looks afterwards whether it
 * may have been written over meanwhile, see {@link LossyRoom}. Then the copy counts for nothing, and the reader goes on at
 * the last checkpoint. It writes nothing that the producer reads.
 *
 * <p>What it finds may be anything while the producer writes over it, so nothing is taken for damage before that look.
 */
final class LossyReader implements Reader {
    private static final long NOTHING = RecordWord.NOT_READY;

    private final Ring ring;
    private final MappedRegion scratch;
    private final Message message;
    private final long intent;
    private final long received;
    private long position;
    /** How many messages lie before the position. */
    private long count;

    private long missed;
    private volatile boolean stopped;

    /** Begins behind what has been published. */
    LossyReader(Ring ring, int consumer) {
        this.ring = ring;
        this.scratch = MappedRegion.anonymous(Math.max(1, ring.maxMessageLength()));
        this.message = new Message(scratch);
        this.intent = ring.word(QueueLayout.INTENT);
        this.received = ring.headAddress(consumer) + QueueLayout.RECEIVED;
        goToCheckpoint();
        long end = position + ring.capacity();
        while (position < end && moveOn(false)) {
            // To where the producer is now, or nearly.
        }
        missed = 0;
        message.clear();
    }

    @Override
    public Message next() {
        return moveOn(true) ? message : null;
    }

    @Override
    public boolean isReady() {
        return stopped || find() != NOTHING;
    }

    @Override
    public void checkIdle() {
        try {
            ring.checkNotBehindTail(position);
        } catch (CorruptQueueException damaged) {
            Words.loadFence();
            if (!isPassed()) {
                throw damaged;
            }
        }
    }

    @Override
    public int drain(MessageHandler handler, int limit) {
        int drained = 0;
        while (drained < limit && !stopped && moveOn(true)) {
            drained++;
            handler.onMessage(message);
        }
        return drained;
    }

    /** What was read is a copy, so nobody waits for its release. */
    @Override
    public void release() {
        message.clear();
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void leave() {
        scratch.close();
    }

    @Override
    public long missed() {
        return missed;
    }

    /** Copies the next message, if asked to, and steps over it. */
    private boolean moveOn(boolean copying) {
        while (!stopped) {
            long word = find();
            if (word == NOTHING) {
                return false;
            }
            int length = RecordWord.length(word);
            long offset = position & ring.mask();
            if (copying) {
                Words.copy(ring.base() + offset + RecordWord.WORD_BYTES, scratch.address(), length);
            }
            // sync point overwritten: with the producer's intent, before it wrote over this
            Words.loadFence();
            if (!isPassed()) {
                int size = RecordWord.size(length);
                message.moveTo(scratch.address(), length);
                position = RecordWord.next(position + size, size);
                count++;
                Words.setRelease(received, Words.get(received) + (copying ? 1 : 0));
                return true;
            }
        }
        return false;
    }

    /** The word of the next message, where {@code position} is then; or nothing. Catches up, and steps over fillers. */
    private long find() {
        while (true) {
            long word = word();
            long offset = position & ring.mask();
            boolean ready = RecordWord.isReady(word, position);
            int size =
                    RecordWord.isFiller(word) ? RecordWord.fillerSize(word) : RecordWord.size(RecordWord.length(word));
            boolean whole = RecordWord.isFiller(word)
                    ? offset + size == ring.capacity()
                    : RecordWord.length(word) <= ring.maxMessageLength() && offset + size <= ring.capacity();
            Words.loadFence();
            if (isPassed()) {
                catchUp();
            } else if (!ready) {
                return NOTHING;
            } else if (!whole) {
                throw ring.corrupt(word, position);
            } else if (RecordWord.isFiller(word)) {
                position += size;
            } else {
                return word;
            }
        }
    }

    /** Whether the producer may have written over what is here. */
    private boolean isPassed() {
        return Words.getAcquire(intent) > position + ring.capacity();
    }

    /** Overtaken: the producer has noted a checkpoint further on before it said that it would write here. */
    private void catchUp() {
        long before = position;
        goToCheckpoint();
        if (position <= before) {
            throw new CorruptQueueException("intent", Words.get(intent), "at most a lap ahead of " + position);
        }
    }

    private void goToCheckpoint() {
        LossyRoom.Checkpoint last = LossyRoom.Checkpoint.last(ring);
        missed += Math.max(0, last.count() - count);
        position = last.position();
        count = last.count();
    }

    private long word() {
        return Words.getAcquire(ring.base() + (position & ring.mask()));
    }
}
