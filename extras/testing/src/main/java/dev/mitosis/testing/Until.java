package dev.mitosis.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for conditions, with a limit. */
public final class Until {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long PAUSE_NANOS = 1_000_000;

    private Until() {}

    /** Returns once the condition holds. */
    public static void holds(String what, BooleanSupplier condition) {
        if (!holdsWithin(LIMIT, condition)) {
            throw new AssertionError("not within " + LIMIT + ": " + what);
        }
    }

    public static boolean holdsWithin(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}
