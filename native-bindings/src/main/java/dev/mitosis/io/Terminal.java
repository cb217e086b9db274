package dev.mitosis.io;

import dev.mitosis.platform.Platform;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.Unistd;

/** Whether a person is looking. */
public final class Terminal {
    private static final int STANDARD_OUTPUT = 1;
    private static final int STANDARD_ERROR = 2;

    private Terminal() {}

    /** Whether standard output goes to a terminal, which can be written over. Never, where POSIX is missing. */
    public static boolean isOutputShown() {
        return isTerminal(STANDARD_OUTPUT);
    }

    /** Whether standard error goes to a terminal, where progress may be shown. Never, where POSIX is missing. */
    public static boolean isErrorShown() {
        return isTerminal(STANDARD_ERROR);
    }

    private static boolean isTerminal(int descriptor) {
        return Platform.current().isPosix() && LibC.load(Unistd.class).isatty(descriptor) == 1;
    }
}
