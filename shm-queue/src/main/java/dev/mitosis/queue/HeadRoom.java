package dev.mitosis.queue;

/** Up to a lap ahead of the one consumer, whoever it is and whether there is one now or not. */
final class HeadRoom implements Room {
    private final long head;
    private final long capacity;

    HeadRoom(Ring ring) {
        this.head = ring.headAddress(0);
        this.capacity = ring.capacity();
    }

    @Override
    public long start() {
        return Ring.position("head", head);
    }

    @Override
    public long limit(long published) {
        // sync point released: with the consumer's release of what it has read
        long released = Ring.position("head", head);
        if (released > published || released < published - capacity) {
            throw new CorruptQueueException("head", released, "at most a lap behind " + published);
        }
        return released + capacity - RecordWord.GAP_BYTES;
    }
}
