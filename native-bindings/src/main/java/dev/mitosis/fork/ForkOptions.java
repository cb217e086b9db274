package dev.mitosis.fork;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.platform.AvailableMemory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How to fork.
 *
 * @param parkLimit how long all threads of the process may take to stop, and at least a tenth of a second for each; they do within a millisecond, unless the machine is
 *     overloaded, or one of them is in the kernel without being interruptible
 * @param nativeLimit how long to wait while a thread runs native code; when it is over, and several attempts were made, there is no
 *     fork
 * @param heldLimit how long to wait for a moment when no thread that will be frozen owns a monitor, holds a lock of
 *     {@code java.util.concurrent}, or initialises or loads a class; when it is over, the fork goes ahead, and its report names those that do,
 *     or says how many virtual threads there was no time to look at. It waits for threads that run; for one
 *     that itself waits while it owns a monitor, as a selector does, 10 ms at most; reading a file is not waiting
 * @param siblingOfCaller whether the child becomes a child of this process's parent, who then has to wait for it; the kernel
 *     refuses that to process 1 of a container
 * @param keptStreams which of this process's pipes and sockets the child keeps, by descriptor, besides 0, 1 and 2; empty: all.
 *     The others are closed in the child, so that nobody waits for their end because of it. Files stay open in any case
 * @param pidWord shared memory, into whose first four bytes the kernel writes the child's pid before the child runs. So whoever
 *     shares it knows whether there is a child, also when this process is killed at this very moment
 * @param memoryNeeded how many bytes must be available, in the machine and in the container: there is no fork with less. What parent
 *     or child write while both live is there twice; 0: it is not looked at
 */
public record ForkOptions(
        Duration parkLimit,
        Duration nativeLimit,
        Duration heldLimit,
        boolean siblingOfCaller,
        Optional<Set<Integer>> keptStreams,
        Optional<MappedRegion> pidWord,
        long memoryNeeded) {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Ten seconds to stop, one second each for native code and for what is held; a child of this process, with all streams, however little memory
     * there is. */
    public static final ForkOptions DEFAULT = new ForkOptions(
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            false,
            Optional.empty(),
            Optional.empty(),
            0);

    public ForkOptions {
        check("parkLimit", parkLimit);
        check("nativeLimit", nativeLimit);
        check("heldLimit", heldLimit);
        keptStreams = keptStreams.map(Set::copyOf);
        if (memoryNeeded < 0) {
            throw new IllegalArgumentException("memory is 0 bytes or more, memoryNeeded=" + memoryNeeded);
        }
    }

    public ForkOptions withParkLimit(Duration limit) {
        return new ForkOptions(limit, nativeLimit, heldLimit, siblingOfCaller, keptStreams, pidWord, memoryNeeded);
    }

    public ForkOptions withNativeLimit(Duration limit) {
        return new ForkOptions(parkLimit, limit, heldLimit, siblingOfCaller, keptStreams, pidWord, memoryNeeded);
    }

    public ForkOptions withHeldLimit(Duration limit) {
        return new ForkOptions(parkLimit, nativeLimit, limit, siblingOfCaller, keptStreams, pidWord, memoryNeeded);
    }

    public ForkOptions asSiblingOfCaller() {
        return new ForkOptions(parkLimit, nativeLimit, heldLimit, true, keptStreams, pidWord, memoryNeeded);
    }

    /** Of the pipes and sockets, the child keeps only these, and 0, 1 and 2. */
    public ForkOptions keepingStreams(int... descriptors) {
        Set<Integer> kept = Arrays.stream(descriptors).boxed().collect(Collectors.toSet());
        return new ForkOptions(
                parkLimit, nativeLimit, heldLimit, siblingOfCaller, Optional.of(kept), pidWord, memoryNeeded);
    }

    /** The kernel writes the child's pid there. */
    public ForkOptions notingPidIn(MappedRegion region) {
        return new ForkOptions(
                parkLimit, nativeLimit, heldLimit, siblingOfCaller, keptStreams, Optional.of(region), memoryNeeded);
    }

    /** No fork with less memory available than so many bytes; see {@link AvailableMemory}. */
    public ForkOptions needingMemory(long bytes) {
        return new ForkOptions(parkLimit, nativeLimit, heldLimit, siblingOfCaller, keptStreams, pidWord, bytes);
    }

    private static void check(String name, Duration limit) {
        if (limit.isNegative() || limit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a limit is from 0 to " + LONGEST + ", " + name + "=" + limit);
        }
    }
}
