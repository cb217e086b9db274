package dev.mitosis.io;

import dev.mitosis.platform.Platform;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.Unistd;

/** Whether a person is looking. */
public final class Terminal {
    private static final int STANDARD_ERROR = 2;

    private Terminal() {}

    /** Whether standard error goes to a terminal, where progress may be shown. Never, where POSIX is
     * missing. */
    public static boolean isErrorShown() {
        return Platform.current().isPosix() && LibC.load(Unistd.class).isatty(STANDARD_ERROR) == 1;
    }
}
