package dev.mitosis.testing;

import dev.mitosis.process.WedgedChildException;
import java.time.Duration;

/**
 * Repeats what plainly forks this JVM. While it compiles, several children in a hundred wedge, on a lock that a compiler
 * thread held at the fork: {@code PlainFork} promises to report that, and it is not what these tests are about.
 */
public final class Unwedged {
    /** How long the children live at most. */
    public static final Duration LIMIT = Duration.ofSeconds(2);

    private static final int ATTEMPTS = 25;

    private Unwedged() {}

    /** Something that forks, joins the child, and only then asserts. */
    public interface Forking<T> {
        T run() throws Exception;
    }

    public static <T> T fork(Forking<T> forking) throws Exception {
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                return forking.run();
            } catch (WedgedChildException again) {
                // Each attempt has a child of its own.
            }
        }
        return forking.run();
    }
}
