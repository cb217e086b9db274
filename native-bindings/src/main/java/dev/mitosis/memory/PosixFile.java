package dev.mitosis.memory;

import dev.mitosis.io.Descriptor;
import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.platform.Platform;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.raw.Fcntl;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.SysMman;
import dev.mitosis.raw.Unistd;
import java.nio.file.Path;
import jnr.constants.platform.Errno;
import jnr.constants.platform.OpenFlags;
import jnr.posix.FileStat;

/** A shared file by its descriptor. */
final class PosixFile extends SharedFile {
    private static final Fcntl FCNTL = LibC.load(Fcntl.class);
    private static final int OPEN_FLAGS =
            OpenFlags.O_RDWR.intValue() | OpenFlags.O_CLOEXEC.intValue() | OpenFlags.O_NOFOLLOW.intValue();
    private static final int CREATE_FLAGS = OPEN_FLAGS | OpenFlags.O_CREAT.intValue() | OpenFlags.O_EXCL.intValue();
    private static final int OWNER_ONLY = 0600;
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int F_ADD_SEALS = 1033;
    private static final int F_GET_SEALS = 1034;
    /** F_SEAL_SEAL, F_SEAL_SHRINK and F_SEAL_GROW. */
    private static final int SEALS = 1 | 2 | 4;

    private final Descriptor descriptor;

    PosixFile(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    static PosixFile createAt(Path path) {
        Reclaimer.giveBackGarbage();
        int fd = FCNTL.open(path.toString(), CREATE_FLAGS, OWNER_ONLY);
        OsException.check("open", fd, path, "O_RDWR|O_CREAT|O_EXCL|O_NOFOLLOW", "0600");
        return new PosixFile(Descriptor.of(fd));
    }

    static PosixFile openAt(Path path) {
        Reclaimer.giveBackGarbage();
        int fd = FCNTL.open(path.toString(), OPEN_FLAGS, 0);
        OsException.check("open", fd, path, "O_RDWR|O_NOFOLLOW");
        PosixFile file = new PosixFile(Descriptor.of(fd));
        try {
            file.checkOwner(path);
            return file;
        } catch (RuntimeException refused) {
            file.close();
            throw refused;
        }
    }

    /** Follows the link that the kernel shows of another process's descriptor, and looks what it has got. */
    static PosixFile openByHandle(AnonymousHandle handle) {
        Capability.MEMFD.require();
        Reclaimer.giveBackGarbage();
        Path path = handle.path();
        int fd = FCNTL.open(path.toString(), OpenFlags.O_RDWR.intValue() | OpenFlags.O_CLOEXEC.intValue(), 0);
        if (fd == -1 && LibC.errno() == Errno.ENOENT.intValue()) {
            throw gone(handle);
        }
        OsException.check("open", fd, path, "O_RDWR");
        PosixFile file = new PosixFile(Descriptor.of(fd));
        try {
            file.checkOwner(path);
            // The process's number could not go to another one while this one lived.
            boolean same =
                    file.stat().ino() == handle.inode() && handle.holder().isAlive();
            if (!same || FCNTL.fcntl(fd, F_GET_SEALS, 0) != SEALS) {
                throw gone(handle);
            }
            return file.closedWhenUnreachable();
        } catch (RuntimeException refused) {
            file.close();
            throw refused;
        }
    }

    private static OsException gone(AnonymousHandle handle) {
        return OsException.of(Errno.ENOENT.intValue(), "open", handle.path(), "handle=" + handle)
                .advising("the process has closed it, or has ended: it has to have it open until others have it too");
    }

    private void checkOwner(Path path) {
        int owner = stat().uid();
        if (owner != LibC.posix().geteuid()) {
            throw OsException.of(Errno.EPERM.intValue(), "open", path, "owner=" + owner)
                    .advising("the file is another user's: choose another path, or have it removed");
        }
    }

    /** The memory of a file without a name is held by its descriptors. */
    private PosixFile closedWhenUnreachable() {
        Reclaimer.whenUnreachable(this, descriptor::close);
        return this;
    }

    @Override
    public String handle() {
        return new AnonymousHandle(ProcessIdentity.current(), descriptor.number(), stat().ino()).toString();
    }

    static PosixFile memfd(String name, long size) {
        checkSize(size);
        Capability.MEMFD.require();
        Reclaimer.giveBackGarbage();
        int fd = LibC.load(SysMman.class).memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
        OsException.check("memfd_create", fd, name);
        PosixFile file = new PosixFile(Descriptor.of(fd));
        try {
            file.reserve(name, size);
            OsException.check("fcntl", FCNTL.fcntl(fd, F_ADD_SEALS, SEALS), name, "F_ADD_SEALS", SEALS);
            return file.closedWhenUnreachable();
        } catch (RuntimeException refused) {
            file.close();
            throw refused;
        }
    }

    @Override
    public long size() {
        return stat().st_size();
    }

    @Override
    public MappedRegion map() {
        return new MappedRegion(PosixMapping.ofFile(descriptor, size()));
    }

    @Override
    void reserve(String name, long size) {
        if (Platform.current().isLinux()) {
            int errno;
            do {
                errno = FCNTL.posix_fallocate(descriptor.number(), 0, size);
            } while (errno == Errno.EINTR.intValue()); // which older kernels answer for any signal
            if (errno != 0) {
                throw OsException.of(errno, "posix_fallocate", name, "size=" + size);
            }
        } else {
            // macOS has no posix_fallocate. Unverified: nobody has run this there.
            int result = LibC.load(Unistd.class).ftruncate(descriptor.number(), size);
            OsException.check("ftruncate", result, name, "size=" + size);
        }
    }

    @Override
    public void close() {
        descriptor.close();
    }

    private FileStat stat() {
        return LibC.posix().fstat(descriptor.number());
    }
}
