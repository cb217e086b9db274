package dev.mitosis.fork;

import dev.mitosis.platform.OsException;
import dev.mitosis.process.Guard;

/**
 * Ends a process with its parent: SIGTERM, for which a JVM runs its shutdown hooks unless it was told otherwise, once the parent has
 * ended, however that was, and SIGKILL half a second later. It is what PR_SET_PDEATHSIG would be, were that not sent when the thread
 * ends that made the child. A process that is stopped then is ended when it goes on. Thread-safe.
 */
public final class ParentDeathSignal {
    private ParentDeathSignal() {}

    /**
     * Has this process end with its parent. To be called once: each call starts a thread, of which the JVM does not know, to wait for
     * the parent. A live-forked child does not have that thread. Does not block.
     *
     * @param parent its pid: when it is not this process's parent any more, that has ended already. With 0 nothing happens, so that a
     *     program can rehearse what its children will do, and they have nothing to link
     * @param guard what {@link Guard#descriptor()} said in the parent: it is told of this process; 0 when there is none
     * @throws UnsupportedOperationException where live fork's library does not work; see {@link LiveFork#missingBecause()}
     * @throws OsException where {@link dev.mitosis.platform.Capability#PIDFD} is missing, or when there is no room for one more
     *     thread or descriptor
     */
    public static void arm(int parent, int guard) {
        if (parent < 0) {
            throw new IllegalArgumentException("a pid is not negative, parent=" + parent);
        }
        NativeFork.endWith(parent, guard);
    }
}
