package dev.mitosis.process;

import dev.mitosis.platform.OsException;
import dev.mitosis.platform.Platform;
import dev.mitosis.raw.Fcntl;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.Unistd;
import java.io.File;
import java.util.Objects;
import jnr.constants.platform.OpenFlags;

/**
 * A forked child shares the offset of every open file with its parent and its siblings. The JDK reads its jars by seeking
 * and then reading, so two processes that load classes at once would read each other's bytes, and not find their classes.
 * So the child opens the files that are read anew, under the same numbers. Linux only; elsewhere it does nothing.
 */
final class FileOffsets {
    private static final Fcntl FCNTL = LibC.load(Fcntl.class);
    private static final Unistd UNISTD = LibC.load(Unistd.class);
    private static final File DESCRIPTORS = new File("/proc/self/fd");
    private static final int F_GETFL = 3;
    private static final int F_GETFD = 1;
    private static final int ACCESS_MODE = 3;
    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int READ_ONLY = OpenFlags.O_RDONLY.intValue() | OpenFlags.O_CLOEXEC.intValue();
    private static boolean prepared;

    private FileOffsets() {}

    /** Loads what {@link #unshare()} needs, since a child that has not done that yet cannot load classes safely. */
    static synchronized void prepare() {
        if (!prepared && Platform.current().isLinux()) {
            int harmless = FCNTL.open("/proc/self/stat", READ_ONLY, 0);
            OsException.check("open", harmless, "/proc/self/stat");
            unshare(harmless);
            Objects.requireNonNull(DESCRIPTORS.list());
            UNISTD.close(harmless);
            prepared = true;
        }
    }

    /** Gives this process offsets of its own in the files that are only read. To be called by a new child's only thread. */
    static void unshare() {
        if (Platform.current().isLinux()) {
            for (String name : Objects.requireNonNull(DESCRIPTORS.list())) {
                unshare(Integer.parseInt(name));
            }
        }
    }

    private static void unshare(int fd) {
        int flags = FCNTL.fcntl(fd, F_GETFL, 0);
        long offset = UNISTD.lseek(fd, 0, SEEK_CUR);
        boolean isFileBeingRead = flags >= 0 && (flags & ACCESS_MODE) == OpenFlags.O_RDONLY.intValue() && offset >= 0;
        if (!isFileBeingRead) {
            return;
        }
        int opened = FCNTL.open("/proc/self/fd/" + fd, READ_ONLY, 0);
        if (opened >= 0) {
            UNISTD.lseek(opened, offset, SEEK_SET);
            int closeOnExec = (FCNTL.fcntl(fd, F_GETFD, 0) & 1) == 1 ? OpenFlags.O_CLOEXEC.intValue() : 0;
            UNISTD.dup3(opened, fd, closeOnExec);
            UNISTD.close(opened);
        }
    }
}
