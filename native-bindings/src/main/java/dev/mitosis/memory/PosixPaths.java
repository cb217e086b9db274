package dev.mitosis.memory;

import dev.mitosis.platform.OsException;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.SysStat;
import dev.mitosis.raw.Unistd;
import java.nio.file.Path;

/** What POSIX does to names. It needs no descriptor for that. */
final class PosixPaths {
    private static final Unistd UNISTD = LibC.load(Unistd.class);
    private static final SysStat STAT = LibC.load(SysStat.class);
    private static final int OWNER_ONLY = 0700;

    private PosixPaths() {}

    static void makeDirectory(Path path) {
        OsException.check("mkdir", STAT.mkdir(path.toString(), OWNER_ONLY), path, "0700");
    }

    /** Gives a file another name. */
    static void link(Path existing, Path added) {
        OsException.check("link", UNISTD.link(existing.toString(), added.toString()), existing, added);
    }
}
