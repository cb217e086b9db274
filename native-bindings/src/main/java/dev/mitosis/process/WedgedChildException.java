package dev.mitosis.process;

import java.io.Serial;
import java.time.Duration;

/** A plainly forked child did not end within its limit, and was killed. {@link PlainFork} says how that comes about. */
public final class WedgedChildException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    WedgedChildException(int pid, Duration limit) {
        super("the forked child was wedged or too slow, and was killed: pid=" + pid + ", limit=" + limit);
    }
}
