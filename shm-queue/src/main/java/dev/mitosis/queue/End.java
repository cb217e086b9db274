package dev.mitosis.queue;

/** An open end of a queue, as the queue sees it. */
interface End {
    void close();

    /** A forked child has inherited it, but it is its parent's: it refuses everything from now on, and touches nothing. */
    void disown();
}
