package dev.mitosis.raw;

/** Our own C library, {@code src/main/c}; structs are passed by address. */
public interface LiveForkLibrary {
    /** Finds out whether this JVM can be forked: 0, or less and the reason in the report. */
    int live_fork_init(long report);

    /** A child's pid, 0 in the child, or less than 0 and the reason in the report. */
    int live_fork(long options, long report);

    /** In the child: makes the JDK's own state the child's. 0, or less than 0 when something was not as expected. */
    int live_fork_renew(long report);

    /**
     * Has this process end when that one has ended, its parent: 0, or errno. Tells the guard, by the parent's descriptor of
     * that number; 0 for none. Does nothing for parent 0.
     */
    int live_fork_end_with(int parent, int guard);
}
