package dev.mitosis.queue;

/** How a topology's messages are read. A {@link QueueConsumer} adds waiting, refusals and the end to it. */
interface Reader {
    /** The next message; null when none is ready. What was read before has been released. */
    Message next();

    /** Whether {@link #next()} would have one. */
    boolean isReady();

    /** To be called where nothing is ready: finds out whether something should be. */
    void checkIdle();

    /** Hands what is ready to the handler, and releases as it goes, but for the last. */
    int drain(MessageHandler handler, int limit);

    /** Gives back what was read. */
    void release();

    /** Ends a drain that this thread is in, and reads no more. */
    void stop();

    /** Gives back, to be read by whoever wants to, what is ready by {@link #isReady()} and was not read. */
    default void giveBack() {}

    /** Leaves things in order for whoever comes next. */
    default void leave() {}

    /** How many messages went by unread. */
    default long missed() {
        return 0;
    }
}
