package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.words.Words;

/**
 * The slots' place in memory: a cache line for each slot's word and its message's length, and, apart from these, so that no
 * message can be written over them, the messages.
 *
 * <pre>
 *    0   +----------------+----------------+------------+
 *        | word           | message length | unused     |   slot 0
 *   64   +----------------+----------------+------------+
 *        | ...                                          |   slot 1
 *        +----------------------------------------------+
 *        | message, padded to whole cache lines         |   slot 0
 *        +----------------------------------------------+
 *        | ...                                          |   slot 1
 * </pre>
 */
final class SlotArray {
    private static final int LINE = 64;
    private static final int LENGTH = Long.BYTES;
    /** Each so manieth position is told to others. */
    private static final int HINTED = 16;

    private final MappedRegion region;
    private final long words;
    private final long messages;
    private final long stride;
    private final int mask;
    private final int lapShift;
    private final int maxMessageLength;
    /** Positions of later laps would not fit a word. */
    private final long lastLap;

    SlotArray(MappedRegion region, QueueLayout layout, QueueHeader header) {
        Shape shape = header.slots();
        this.region = region;
        this.words = region.address() + layout.slotsOffset();
        this.messages = words + (long) shape.count * LINE;
        this.stride = shape.stride;
        this.mask = shape.count - 1;
        this.lapShift = Integer.numberOfTrailingZeros(shape.count);
        this.maxMessageLength = header.messageLength();
        this.lastLap = (Long.MAX_VALUE >>> lapShift) - 2;
    }

    /**
     * @param count of slots, a power of two
     * @param stride from one message to the next, in bytes
     */
    record Shape(int count, long stride) {
        /** As many as fit, and a power of two. */
        static Shape of(long capacity, int messageLength) {
            long stride = Math.max(LINE, (messageLength + LINE - 1L) & -LINE);
            return new Shape((int) Long.highestOneBit(capacity / stride), stride);
        }

        /** There are two slots at least. */
        static int longestMessage(long capacity) {
            return (int) (capacity / 2);
        }

        long bytes() {
            return count * (LINE + stride);
        }
    }

    MappedRegion region() {
        return region;
    }

    int count() {
        return mask + 1;
    }

    int maxMessageLength() {
        return maxMessageLength;
    }

    long lap(long position) {
        return position >>> lapShift;
    }

    private long position(long lap, int slot) {
        return (lap << lapShift) + slot;
    }

    /** The address of the word of the slot at a position. */
    long word(long position) {
        return words + (position & mask) * LINE;
    }

    long message(long position) {
        return messages + (position & mask) * stride;
    }

    void setLength(long position, int length) {
        Words.set(word(position) + LENGTH, length);
    }

    int length(long position) {
        long length = Words.get(word(position) + LENGTH);
        if (length < 0 || length > maxMessageLength) {
            throw new CorruptQueueException("length", length, "0 to " + maxMessageLength);
        }
        return (int) length;
    }

    /**
     * How far the slot at a position is: 0 in the position's lap, less in an earlier one, more in a later one.
     */
    long lapsAhead(long word, long position) {
        long lap = SlotWord.lap(word);
        long lapsAhead = lap - lap(position);
        if (lap > lastLap || lapsAhead < -1) {
            throw corrupt(word, position);
        }
        return lapsAhead;
    }

    /**
     * Where to look next, when the slot at a position is laps ahead of it. What lies more than a lap before what has been
     * freed was freed too; within that lap, something may be full again.
     */
    long caughtUp(long position, long lapsAhead) {
        return position + (Math.max(0, lapsAhead - 2) << lapShift) + 1;
    }

    /** The first position whose slot has not been claimed; nothing before it ever will be. */
    long firstUnclaimed() {
        return firstNotPassed(Role.PRODUCER);
    }

    /** The first position whose message has not been taken. */
    long firstUntaken() {
        return firstNotPassed(Role.CONSUMER);
    }

    private long firstNotPassed(Role role) {
        long first = Long.MAX_VALUE;
        for (int slot = 0; slot <= mask; slot++) {
            long word = Words.getAcquire(word(slot));
            if (SlotWord.lap(word) > lastLap) {
                throw corrupt(word, slot);
            }
            first = Math.min(first, position(SlotWord.lap(word) + (isPassed(word, role) ? 1 : 0), slot));
        }
        return first;
    }

    /**
     * What a dead participant held: what it was writing never was, and what it was reading is there again.
     */
    void recover(int owner) {
        for (int slot = 0; slot <= mask; slot++) {
            long address = word(slot);
            long word = Words.getAcquire(address);
            if (SlotWord.isOwnedBy(word, owner)) {
                int after = SlotWord.state(word) == SlotWord.WRITING ? SlotWord.SKIP : SlotWord.FULL;
                Words.compareAndSet(address, word, SlotWord.of(SlotWord.lap(word), after));
            }
        }
    }

    /** Changes a slot's state in its lap, if it still is this owner's. */
    void pass(long position, int from, int to, int owner) {
        long lap = lap(position);
        Words.compareAndSet(word(position), SlotWord.of(lap, from, owner), SlotWord.of(lap, to));
    }

    /** Tells consumers that messages they have gone past may be there again. */
    void rewind() {
        Words.getAndAdd(region.address() + QueueLayout.REWINDS_OFFSET, 1);
    }

    /** How often that was told. */
    long rewinds() {
        return Words.getAcquire(region.address() + QueueLayout.REWINDS_OFFSET);
    }

    /** Tells others of the role now and then that all before a position is passed. */
    void hint(Role role, long position) {
        if (position % HINTED == 0) {
            Words.setRelease(region.address() + QueueLayout.hintOffset(role), position);
        }
    }

    /** Where to look on for what others of the role have not passed: further on than asked, if somebody has said so. */
    long hinted(Role role, long position) {
        long hint = Words.getAcquire(region.address() + QueueLayout.hintOffset(role));
        if (hint <= position) {
            return position;
        }
        long word = Words.getAcquire(word(hint - 1));
        long lapsAhead = lapsAhead(word, hint - 1);
        return lapsAhead > 0 || (lapsAhead == 0 && isPassed(word, role)) ? hint : position;
    }

    /** Whether the role has done its part with the slot, in the slot's lap. */
    private static boolean isPassed(long word, Role role) {
        int state = SlotWord.state(word);
        return role == Role.PRODUCER ? state != SlotWord.FREE : state == SlotWord.READING;
    }

    RuntimeException corrupt(long word, long position) {
        return CorruptQueueException.unlessClosed(region, "slot", word, position);
    }
}
