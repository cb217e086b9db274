package dev.mitosis.process;

import dev.mitosis.platform.Capability;
import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * fork(2) as the kernel has it. Of all the JVM's threads, only the caller's goes on in the child, so the child is not a
 * whole JVM:
 *
 * <ul>
 *   <li>it may run Java code, allocate a little, read and write memory and descriptors, fork again, wait for its own
 *       children;
 *   <li>it hangs at the first safepoint, because the VM thread is gone: that is a garbage collection, {@code System.exit},
 *       a deoptimisation that needs one, a thread dump;
 *   <li>nothing is compiled in it, no reference is cleared, no {@code Cleaner} runs, jcmd gets no answer;
 *   <li>it hangs when it needs a lock, Java's or the VM's, that another thread held at the fork, and it can hang before
 *       the body's first line, when a safepoint was under way at the fork. Few threads, a large young generation and
 *       {@code -Xint} make that rare.
 * </ul>
 *
 * <p>So a child has a limit on its life. The child asks the kernel for an alarm at once, and {@link ForkedChild#join}
 * kills a child that is over its limit, reaps it and says that it was wedged: nobody waits for it for ever.
 */
public final class PlainFork {
    private static final Duration SHORTEST_LIFE = Duration.ofMillis(1);
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    private PlainFork() {}

    /**
     * Forks; the child runs {@code body}, and ends with its result as the exit code (its lowest 8 bits), or with code 1
     * and a stack trace on standard error when it throws. It ends without shutdown hooks. What {@code System.out} has
     * buffered is flushed before the fork and at the child's end.
     *
     * @param limit how long the child may live, from a millisecond to a day
     * @return in the parent, the child; this method does not return in the child
     * @throws dev.mitosis.platform.OsException EAGAIN or ENOMEM, when the kernel cannot make another process
     * @throws UnsupportedOperationException where {@link Capability#FORK} is missing
     */
    public static ForkedChild start(IntSupplier body, Duration limit) {
        Capability.FORK.require();
        if (limit.compareTo(SHORTEST_LIFE) < 0 || limit.compareTo(LONGEST_LIFE) > 0) {
            throw new IllegalArgumentException("a child lives from 1 ms to " + LONGEST_LIFE + ", limit=" + limit);
        }
        System.out.flush();
        System.err.flush();
        try (FileOffsets offsets = FileOffsets.open()) {
            // Made before the fork: to link a lambda takes locks of the VM's, which the child may never get, and no
            // alarm is set yet.
            IntSupplier guarded = () -> {
                Processes.alarm(limit);
                offsets.unshare();
                return body.getAsInt();
            };
            int pid = Processes.fork();
            if (pid == 0) {
                Processes.runAndExit(guarded);
            }
            return new ForkedChild(pid, limit);
        }
    }
}
