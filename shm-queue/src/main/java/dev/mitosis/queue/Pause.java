package dev.mitosis.queue;

/** What a {@link WaitStrategy} does between two rounds of looking. */
@FunctionalInterface
interface Pause {
    /**
     * @param round how many rounds were in vain, from 0
     * @param nanosLeft how long it may take at most
     */
    void pause(Waiting waiting, int round, long nanosLeft);
}
