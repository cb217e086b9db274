package dev.mitosis.fork;

import java.time.Duration;

/**
 * How to fork.
 *
 * @param parkLimit how long all threads of the process may take to stop; they do within a millisecond, unless the machine is
 *     overloaded, or one of them is in the kernel without being interruptible
 * @param nativeLimit how long to wait while a thread runs native code; when it is over, there is no fork
 * @param heldLimit how long to wait for a moment when no thread that will be frozen owns a monitor, or initialises or loads a
 *     class; when it is over, the fork goes ahead, and its report names those that do. It waits for threads that run; for one
 *     that itself waits while it owns a monitor, as a selector does, 10 ms at most
 * @param siblingOfCaller whether the child becomes a child of this process's parent, who then has to wait for it
 */
public record ForkOptions(Duration parkLimit, Duration nativeLimit, Duration heldLimit, boolean siblingOfCaller) {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Ten seconds to stop, one second each for native code and for what is held; a child of this process. */
    public static final ForkOptions DEFAULT =
            new ForkOptions(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(1), false);

    public ForkOptions {
        check("parkLimit", parkLimit);
        check("nativeLimit", nativeLimit);
        check("heldLimit", heldLimit);
    }

    public ForkOptions withParkLimit(Duration limit) {
        return new ForkOptions(limit, nativeLimit, heldLimit, siblingOfCaller);
    }

    public ForkOptions withNativeLimit(Duration limit) {
        return new ForkOptions(parkLimit, limit, heldLimit, siblingOfCaller);
    }

    public ForkOptions withHeldLimit(Duration limit) {
        return new ForkOptions(parkLimit, nativeLimit, limit, siblingOfCaller);
    }

    public ForkOptions asSiblingOfCaller() {
        return new ForkOptions(parkLimit, nativeLimit, heldLimit, true);
    }

    private static void check(String name, Duration limit) {
        if (limit.isNegative() || limit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a limit is from 0 to " + LONGEST + ", " + name + "=" + limit);
        }
    }
}
