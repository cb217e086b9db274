package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.words.Words;

/** The ring's place in memory, and the words around it that both ends use. */
final class Ring {
    private final MappedRegion region;
    private final long base;
    private final long head;
    private final long tail;
    private final long capacity;

    Ring(MappedRegion region, long capacity) {
        this.region = region;
        this.base = region.address() + QueueLayout.RING_OFFSET;
        this.head = region.address() + QueueLayout.HEAD_OFFSET;
        this.tail = region.address() + QueueLayout.TAIL_OFFSET;
        this.capacity = capacity;
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

    /** Two of the longest records, one of them as filler, fit beside what has to stay free. */
    int maxMessageLength() {
        return (int) (capacity / 2 - RecordWord.GAP_BYTES);
    }

    /** Where the consumer will go on: all before it has been released. */
    long head() {
        long position = Words.getAcquire(head);
        if (position < 0 || position % RecordWord.WORD_BYTES != 0) {
            throw new CorruptQueueException("head", position, "a multiple of " + RecordWord.WORD_BYTES);
        }
        return position;
    }

    void releaseHead(long position) {
        Words.setRelease(head, position);
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
                : offset + size <= capacity && RecordWord.length(word) <= maxMessageLength();
        if (!fits) {
            throw corrupt(word, position);
        }
        return filler ? position + size : RecordWord.next(position + size, size);
    }

    /** Notes how far the producer is, for those who want to know that it was at least so far. */
    void noteTail(long position) {
        Words.setRelease(tail, position);
    }

    /** To be asked where nothing is ready: whether something should be, since the producer has been further on. */
    void checkNotBehindTail(long position) {
        if (Words.getAcquire(tail) > position) {
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
        if (region.isClosed()) {
            return new IllegalStateException("the queue is closed, position=" + position);
        }
        return new CorruptQueueException(
                "record", "0x" + Long.toHexString(word), "one that belongs at position " + position);
    }
}
