package dev.mitosis.shared;

import java.time.Duration;

/** Time limits, as this package counts them. */
final class Nanos {
    private static final Duration LONGEST = Duration.ofNanos(WaitingRoom.FOR_EVER);

    private Nanos() {}

    /** 0 for what is negative; what is too long is as good as no limit. */
    static long of(Duration limit) {
        if (limit.isNegative()) {
            return 0;
        }
        return limit.compareTo(LONGEST) > 0 ? WaitingRoom.FOR_EVER : limit.toNanos();
    }
}
