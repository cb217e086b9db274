package dev.mitosis.queue;

import dev.mitosis.words.Words;

/** Up to a lap ahead of the slowest of the consumers that are there. */
final class GateRoom implements Room {
    private final Ring ring;
    private final Gates gates;
    private final Undertaker undertaker;

    /**
     * @param undertaker removes the gates of consumers that have died
     */
    GateRoom(Ring ring, Gates gates, Undertaker undertaker) {
        this.ring = ring;
        this.gates = gates;
        this.undertaker = undertaker;
    }

    @Override
    public long start() {
        return ring.notedTail();
    }

    @Override
    public long limit(long published) {
        Words.fullFence();
        long slowest = gates.slowest(published);
        if (slowest < published && undertaker.lookNowAndThen()) {
            slowest = gates.slowest(published);
        }
        return slowest + ring.capacity() - RecordWord.GAP_BYTES;
    }
}
