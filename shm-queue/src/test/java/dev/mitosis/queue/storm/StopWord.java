package dev.mitosis.queue.storm;

import dev.mitosis.words.Words;

/** Ends a storm in order: first the senders, and the receivers when no sender is left. */
record StopWord(long address) {
    private static final long SENDERS = 1;
    private static final long ALL = 2;

    void senders() {
        Words.setRelease(address, SENDERS);
    }

    /** What is not there by then never comes. */
    void all() {
        Words.setRelease(address, ALL);
    }

    boolean isSendingOver() {
        return Words.getAcquire(address) >= SENDERS;
    }

    boolean isReceivingOver() {
        return Words.getAcquire(address) == ALL;
    }
}
