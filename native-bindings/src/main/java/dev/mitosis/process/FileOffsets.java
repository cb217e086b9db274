package dev.mitosis.process;

import dev.mitosis.platform.Platform;
import dev.mitosis.raw.Fcntl;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.Unistd;
import java.io.File;
import java.util.Arrays;
import jnr.constants.platform.OpenFlags;

/**
 * A forked child shares the offset of every open file with its parent and its siblings. The JDK reads its jars by seeking
 * and then reading, so two processes that load classes at once would read each other's bytes, and not find their classes.
 * So the files that are read are opened once more before the fork, and the child puts those under the old numbers: few
 * and plain calls, since a new child had better not do much. Linux only; elsewhere it does nothing.
 */
final class FileOffsets implements AutoCloseable {
    private static final Fcntl FCNTL = LibC.load(Fcntl.class);
    private static final Unistd UNISTD = LibC.load(Unistd.class);
    private static final File DESCRIPTORS = new File("/proc/self/fd");
    private static final int F_GETFL = 3;
    private static final int F_GETFD = 1;
    private static final int FD_CLOEXEC = 1;
    private static final int ACCESS_MODE = 3;
    private static final int SEEK_SET = 0;
    private static final int SEEK_CUR = 1;
    private static final int O_CLOEXEC = OpenFlags.O_CLOEXEC.intValue();
    private static final int READ_ONLY = OpenFlags.O_RDONLY.intValue() | O_CLOEXEC;

    private int count;
    private int[] shared = new int[0];
    private int[] opened = new int[0];
    private int[] flags = new int[0];

    private FileOffsets() {}

    /** Opens what is being read once more; in the parent, before the fork. */
    static FileOffsets open() {
        FileOffsets offsets = new FileOffsets();
        String[] descriptors = Platform.current().isLinux() ? DESCRIPTORS.list() : null;
        if (descriptors != null) {
            offsets.shared = new int[descriptors.length];
            offsets.opened = new int[descriptors.length];
            offsets.flags = new int[descriptors.length];
            for (int fd : Arrays.stream(descriptors).mapToInt(Integer::parseInt).toArray()) {
                offsets.openOnceMore(fd);
            }
        }
        return offsets;
    }

    /** Gives this process offsets of its own; in the child, whose other threads are gone. */
    void unshare() {
        for (int i = 0; i < count; i++) {
            UNISTD.lseek(opened[i], UNISTD.lseek(shared[i], 0, SEEK_CUR), SEEK_SET);
            UNISTD.dup3(opened[i], shared[i], flags[i]);
            UNISTD.close(opened[i]);
        }
    }

    /** Closes what was opened; in the parent, after the fork. */
    @Override
    public void close() {
        for (int i = 0; i < count; i++) {
            UNISTD.close(opened[i]);
        }
    }

    private void openOnceMore(int fd) {
        int status = FCNTL.fcntl(fd, F_GETFL, 0);
        boolean isFileBeingRead = status >= 0
                && (status & ACCESS_MODE) == OpenFlags.O_RDONLY.intValue()
                && UNISTD.lseek(fd, 0, SEEK_CUR) >= 0;
        int again = isFileBeingRead ? FCNTL.open("/proc/self/fd/" + fd, READ_ONLY, 0) : -1;
        if (again >= 0) {
            shared[count] = fd;
            opened[count] = again;
            flags[count] = (FCNTL.fcntl(fd, F_GETFD, 0) & FD_CLOEXEC) == 0 ? 0 : O_CLOEXEC;
            count++;
        }
    }
}
