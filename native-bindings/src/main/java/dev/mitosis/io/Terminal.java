package dev.mitosis.io;

import dev.mitosis.platform.Platform;
import dev.mitosis.raw.LibC;
import java.io.FileDescriptor;

/** Whether a person is looking. */
public final class Terminal {
    private Terminal() {}

    /** Whether standard error goes to a terminal, where progress may be shown. Never, where POSIX is
     * missing. */
    public static boolean isErrorShown() {
        return Platform.current().isPosix() && LibC.posix().isatty(FileDescriptor.err);
    }
}
