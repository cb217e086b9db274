package dev.mitosis.queue;

/** How a topology's messages are read. A {@link QueueConsumer} adds waiting, refusals and the end to it. */
interface Reader {
    /** The next message; null when none is ready. What was read before has been released. */
    Message next();

    /** Whether {@link #next()} has one. May take it, so that nobody else can: see {@link #giveBack}. */
    boolean isReady();

    /** To be called where nothing is ready: finds out whether something should be. */
    void checkIdle();

    /** To be called before the end of what there is is taken for the end of all: looks whether somebody died over it. */
    default void beforeEnd() {}

    /** Hands what is ready to the handler, and releases as it goes; the last one may be left to release. */
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
