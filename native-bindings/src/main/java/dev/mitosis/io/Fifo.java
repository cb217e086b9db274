package dev.mitosis.io;

import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.raw.LibC;
import java.nio.file.Path;

/** A pipe with a name in the file system, for processes that are not related: mkfifo(3). */
public final class Fifo {
    private static final int OWNER_ONLY = 0600;

    private Fifo() {}

    /**
     * @throws OsException EEXIST when the name is taken
     */
    public static void create(Path path) {
        Capability.FORK.require();
        OsException.check("mkfifo", LibC.posix().mkfifo(path.toString(), OWNER_ONLY), path, "0600");
    }
}
