package dev.mitosis.fork;

import java.time.Duration;

/**
 * How to fork.
 *
 * @param parkLimit how long all threads of the process may take to stop; they do within a millisecond, unless the machine is
 *     overloaded, or one of them is in the kernel without being interruptible
 * @param nativeLimit how long to wait while a thread runs native code, which is refused when it is over, or initialises a
 *     class, which is then reported
 * @param monitorLimit how long to wait for a moment when no thread that will be frozen holds a monitor; when it is over, the
 *     fork goes ahead, and its report names the holders
 * @param siblingOfCaller whether the child becomes a child of this process's parent, who then has to wait for it
 */
public record ForkOptions(Duration parkLimit, Duration nativeLimit, Duration monitorLimit, boolean siblingOfCaller) {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Ten seconds to stop, one second for native code, 10 ms for monitors; a child of this process. */
    public static final ForkOptions DEFAULT =
            new ForkOptions(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMillis(10), false);

    public ForkOptions {
        check("parkLimit", parkLimit);
        check("nativeLimit", nativeLimit);
        check("monitorLimit", monitorLimit);
    }

    public ForkOptions withParkLimit(Duration limit) {
        return new ForkOptions(limit, nativeLimit, monitorLimit, siblingOfCaller);
    }

    public ForkOptions withNativeLimit(Duration limit) {
        return new ForkOptions(parkLimit, limit, monitorLimit, siblingOfCaller);
    }

    public ForkOptions withMonitorLimit(Duration limit) {
        return new ForkOptions(parkLimit, nativeLimit, limit, siblingOfCaller);
    }

    public ForkOptions asSiblingOfCaller() {
        return new ForkOptions(parkLimit, nativeLimit, monitorLimit, true);
    }

    private static void check(String name, Duration limit) {
        if (limit.isNegative() || limit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a limit is from 0 to " + LONGEST + ", " + name + "=" + limit);
        }
    }
}
