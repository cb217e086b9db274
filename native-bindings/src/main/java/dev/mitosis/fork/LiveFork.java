package dev.mitosis.fork;

import java.util.concurrent.locks.ReentrantLock;

/**
 * fork(2) for a running JVM. The child is a complete JVM: a copy of this one's heap, classes, compiled code and descriptors,
 * in which collections, compilers, class loading, new threads, virtual threads, {@code System.exit} and further forks work.
 *
 * <p>In the child only the calling thread goes on. The application's other threads, virtual threads and queued tasks are
 * frozen for good: they are seen in dumps, and never move. Monitors and locks that they hold stay held, and classes that
 * they were making are never ready; see {@link ForkOptions} and {@link ForkReport#holders()}.
 *
 * <p>In the parent nothing changes: its threads stand still while the kernel copies the page tables and, for a millisecond
 * with few threads, the child comes to life; they may see a wake-up that means nothing. A fork that fails leaves everything as it was.
 *
 * <p>One fork at a time; threads that fork at once wait for each other, which interrupt does not end. Linux with HotSpot,
 * x86-64 and AArch64.
 */
public final class LiveFork {
    /** Of this process: for the parent's, frozen threads may wait, which would never pass it on. */
    private static volatile ReentrantLock oneAtATime = new ReentrantLock();

    private LiveFork() {}

    /** Why this JVM cannot be forked, and what would help; empty when it can. */
    public static String missingBecause() {
        return NativeFork.missingBecause();
    }

    /**
     * Forks, as {@link ForkOptions#DEFAULT} says.
     *
     * @return the child's pid in the parent, 0 in the child
     * @throws UnsupportedOperationException where this JVM cannot be forked
     * @throws LiveForkException when the fork was not made
     */
    public static int fork() {
        return fork(ForkOptions.DEFAULT).childPid();
    }

    /** The same; the report says what was done, in the parent and, but for the child's life, in the child. */
    public static ForkReport fork(ForkOptions options) {
        String missing = missingBecause();
        if (!missing.isEmpty()) {
            throw new UnsupportedOperationException("live fork is not available here: " + missing);
        }
        ForkRefusal.check();
        ReentrantLock held = oneAtATime;
        held.lock();
        try {
            ForkRefusal.checkMemory(options.memoryNeeded());
            System.out.flush();
            System.err.flush();
            ForkHooks.runBefore();
            ForkReport report = null;
            try {
                report = NativeFork.fork(options);
            } finally {
                boolean isChild = report != null && report.isChild();
                if (isChild) {
                    oneAtATime = new ReentrantLock();
                }
                ForkHooks.runAfter(isChild);
            }
            return report;
        } finally {
            held.unlock();
        }
    }
}
