package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.words.Words;

/** One lane: a ring's place in memory, and the words that go with it. */
final class Ring {
    /** A lossy queue's producer says this part of the ring ahead what it is about to write over. */
    static final int LOSSY_STEPS = 4;

    private final MappedRegion region;
    private final QueueLayout layout;
    private final int lane;
    private final long base;
    private final long words;
    private final long capacity;
    private final int maxMessageLength;

    Ring(MappedRegion region, QueueLayout layout, QueueHeader header, int lane) {
        this.region = region;
        this.layout = layout;
        this.lane = lane;
        this.base = region.address() + layout.ringOffset(lane);
        this.words = region.address() + layout.laneOffset(lane);
        this.capacity = header.capacity();
        this.maxMessageLength = maxMessageLength(header);
    }

    /** Two of the longest records, one of them as filler, fit beside what has to stay free. */
    private static int maxMessageLength(QueueHeader header) {
        long within =
                header.topology() == Topology.LOSSY_BROADCAST ? header.capacity() / LOSSY_STEPS : header.capacity();
        return (int) (within / 2 - RecordWord.GAP_BYTES);
    }

    MappedRegion region() {
        return region;
    }

    long base() {
        return base;
    }

    long capacity() {
        return capacity;
    }

    long mask() {
        return capacity - 1;
    }

    int maxMessageLength() {
        return maxMessageLength;
    }

    /** The address of one of the lane's words. */
    long word(int offset) {
        return words + offset;
    }

    /** The address of a consumer's head: all before what it says has been released. */
    long headAddress(int consumer) {
        return region.address() + layout.headOffset(lane, consumer);
    }

    /** What is at an address that holds a position. */
    static long position(String field, long address) {
        long position = Words.getAcquire(address);
        if (position < 0 || position % RecordWord.WORD_BYTES != 0) {
            throw new CorruptQueueException(field, position, "a multiple of " + RecordWord.WORD_BYTES);
        }
        return position;
    }

    /** Where the record behind the record or filler at a position begins; the same position, when nothing is ready. */
    long nextAfter(long position) {
        long offset = position & mask();
        long word = Words.getAcquire(base + offset);
        if (!RecordWord.isReady(word, position)) {
            checkNotBehindTail(position);
            return position;
        }
        boolean filler = RecordWord.isFiller(word);
        int size = filler ? RecordWord.fillerSize(word) : RecordWord.size(RecordWord.length(word));
        boolean fits = filler
                ? offset + size == capacity && size < capacity / 2
                : offset + size <= capacity && RecordWord.length(word) <= maxMessageLength;
        if (!fits) {
            throw corrupt(word, position);
        }
        return filler ? position + size : RecordWord.next(position + size, size);
    }

    /** Where the ready records end that begin at a position. */
    long endOfReadyRecords(long begin) {
        long end = begin;
        for (long next = nextAfter(end); next != end; next = nextAfter(end)) {
            end = next;
            if (end - begin >= capacity) {
                throw new CorruptQueueException("records", end - begin, "less than a lap long");
            }
        }
        return end;
    }

    /** Notes how far the producer is, for those who want to know that it was at least so far. */
    void noteTail(long position) {
        Words.setRelease(words + QueueLayout.TAIL, position);
    }

    /** How far the producer is known to have been. */
    long notedTail() {
        return position("tail", words + QueueLayout.TAIL);
    }

    /** To be asked where nothing is ready: whether something should be, since the producer has been further on. */
    void checkNotBehindTail(long position) {
        if (Words.getAcquire(words + QueueLayout.TAIL) > position) {
            long word = Words.getAcquire(base + (position & mask()));
            if (!RecordWord.isReady(word, position)) {
                throw corrupt(word, position);
            }
        }
    }

    /** What the JVM makes of touching a page that is no longer in the file: it was cut off while in use. */
    static RuntimeException truncated(InternalError fault) {
        if (String.valueOf(fault.getMessage()).contains("unsafe memory access")) {
            return new CorruptQueueException("size", "truncated while in use", "as it was");
        }
        throw fault;
    }

    RuntimeException corrupt(long word, long position) {
        return CorruptQueueException.unlessClosed(region, "record", word, position);
    }
}
