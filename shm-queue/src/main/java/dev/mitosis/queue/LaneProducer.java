package dev.mitosis.queue;

import dev.mitosis.participant.Bell;
import dev.mitosis.words.Words;

/**
 * Overview, for maintainers. The producer alone writes its lane's ring, from {@code position} on. It keeps two promises to its
 * consumers, also if it is killed between any two stores:
 *
 * <ol>
 *   <li>The word where the published records end is not ready, so the consumer stops there. What the last lap left there may
 *       be any bytes of a message, and could look ready: it is wiped before the record in front of it becomes ready:
 *       {@code sync point terminated}. A look, and a store only where it is needed, would be worse: the load fetches
 *       the line to read, the next record's stores then fetch it again to write, and throughput halves.
 *   <li>A record's word is written after the message, with release: {@code sync point published}.
 * </ol>
 *
 * <p>A batch is published by its first record's word, which is kept back until all the others are in place, and what is
 * behind the last one is wiped; what lies between needs no wiping.
 *
 * <p>{@code limit} is what the fast path compares with: the nearer one of how far its {@link Room} lets it write, as of the
 * last time that it asked, and the end of the ring. So one comparison finds both a full ring and one that has to wrap.
 * Whether consumers hold it back, and how, is the room's affair, and is all that the topologies differ in here.
 *
 * <p>A successor finds {@code position} by walking the ready records to the first word that is not ready.
 */
final class LaneProducer extends AbstractProducer {
    private static final long NOTHING_STAGED = 0;
    private static final long TAKE_THE_LONG_WAY = 0;

    private final Ring ring;
    private final Room room;
    private final Bell consumerBell;
    private final long base;
    private final long mask;

    private long position;
    private long limit;
    private long bellToLookAt;
    private long stagedAddress = NOTHING_STAGED;
    private long stagedPosition;
    private long stagedWord;

    LaneProducer(Ring ring, Room room, QueueState state, Bell consumerBell, WaitingFactory waiting, Runnable leave) {
        super(new Message(ring.region()), ring.maxMessageLength(), state, waiting, leave);
        this.ring = ring;
        this.room = room;
        this.consumerBell = consumerBell;
        this.bellToLookAt = consumerBell.wordToLookAt();
        this.base = ring.base();
        this.mask = ring.mask();
        this.position = ring.endOfReadyRecords(room.start());
        this.limit = position;
    }

    @Override
    boolean reserve(int length) {
        long size = RecordWord.size(length);
        return position + size <= limit || makeRoom(size);
    }

    @Override
    void moveToReserved(int length) {
        long at = position;
        message.moveTo(base + (at & mask) + RecordWord.WORD_BYTES, length);
        terminateUnlessBatching(next(at, length));
    }

    @Override
    void commitShorter(int length) {
        terminateUnlessBatching(next(position, length));
        commitClaimed(length);
    }

    @Override
    void commitClaimed(int length) {
        long address = message.address() - RecordWord.WORD_BYTES;
        message.clear();
        long at = position;
        long word = RecordWord.word(at, length);
        position = next(at, length);
        put(at, address, word);
    }

    /**
     * Overview: the same as claim, write and commit, with half the loads and stores. Those that hit the first-level cache are
     * not free either: stores queue up behind the message's, which wait for lines from another core. So the common lengths
     * are constants to the compiler, which else keeps on the stack, for each message, all that it has computed from a length.
     */
    @Override
    public boolean offer(byte[] source) {
        return switch (source.length) {
            case 16 -> offer(source, 16);
            case 32 -> offer(source, 32);
            case 64 -> offer(source, 64);
            case 128 -> offer(source, 128);
            default -> offer(source, source.length);
        };
    }

    private boolean offer(byte[] source, int length) {
        try {
            // Not left to the long way alone, which looks at the same: the code comes out too large to be inlined then.
            boolean atOnce =
                    length <= maxMessageLength && position + RecordWord.size(length) <= limit && !message.isSomewhere();
            if (!atOnce && !reserveIfAllowed(length)) {
                return false;
            }
            long at = position;
            long address = base + (at & mask);
            Words.copy(source, 0, address + RecordWord.WORD_BYTES, length);
            long next = next(at, length);
            terminateUnlessBatching(next);
            position = next;
            put(at, address, RecordWord.word(at, length));
            return true;
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    /** Nobody has seen it, and the next one is written over it. */
    @Override
    void abortClaimed() {}

    @Override
    void keep(boolean keeping) {
        bellToLookAt = keeping ? TAKE_THE_LONG_WAY : consumerBell.wordToLookAt();
    }

    @Override
    void stop() {
        limit = Long.MIN_VALUE;
    }

    @Override
    void forget() {
        stagedAddress = NOTHING_STAGED;
    }

    @Override
    void finish() {
        ring.noteTail(position);
    }

    /** Whether a record of this size has room, if need be once what a batch has kept back is published. */
    private boolean makeRoom(long size) {
        checkUsable();
        while (!fits(size)) {
            if (stagedAddress == NOTHING_STAGED) {
                return false;
            }
            publishKept();
        }
        // Another thread may have closed this end meanwhile, and its limit must not be undone.
        Words.fullFence();
        if (isClosed()) {
            limit = Long.MIN_VALUE;
            checkOpen();
        }
        return true;
    }

    /** Asks how far there is room, and wraps the ring when the record needs that. */
    private boolean fits(long size) {
        long free = askForRoom();
        long capacity = ring.capacity();
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

    private long askForRoom() {
        long published = stagedAddress == NOTHING_STAGED ? position : stagedPosition;
        ring.noteTail(published);
        try {
            return room.limit(published);
        } catch (CorruptQueueException damaged) {
            checkOpen();
            throw damaged;
        }
    }

    private void fillUpTo(long end) {
        long at = position;
        long address = base + (at & mask);
        long word = RecordWord.fillerWord(at, end - at);
        position = end;
        if (stagedAddress != NOTHING_STAGED) {
            stage(at, address, word);
        } else {
            terminate(end);
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

    /**
     * The same, but in a batch not yet: no consumer comes here before {@link #publishKept}, which wipes what is behind the last
     * record.
     */
    private void terminateUnlessBatching(long next) {
        if (!isBatching()) {
            terminate(next);
        }
    }

    /** Puts the word to a record that is all there; hot, hence the few loads. */
    private void put(long at, long address, long word) {
        long bell = bellToLookAt;
        if (bell == TAKE_THE_LONG_WAY) {
            if (isBatching()) {
                stage(at, address, word);
            } else {
                publish(address, word);
            }
            return;
        }
        // sync point published: with a consumer's acquire of this word
        Words.setRelease(address, word);
        Words.compilerFence();
        // sync point asleep: with a sleeper's store before its membarrier
        if (Words.getAcquire(bell) != Bell.AWAKE) {
            consumerBell.ring();
        }
    }

    private void publish(long address, long word) {
        // sync point published: with a consumer's acquire of this word
        Words.setRelease(address, word);
        consumerBell.ring();
    }

    private void stage(long at, long address, long word) {
        if (stagedAddress == NOTHING_STAGED) {
            stagedPosition = at;
            stagedAddress = address;
            stagedWord = word;
        } else {
            Words.set(address, word);
        }
    }

    @Override
    void publishKept() {
        if (stagedAddress != NOTHING_STAGED) {
            long address = stagedAddress;
            stagedAddress = NOTHING_STAGED;
            terminate(position);
            publish(address, stagedWord);
        }
    }
}
