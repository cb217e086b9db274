package dev.mitosis.memory;

import dev.mitosis.io.Descriptor;
import dev.mitosis.platform.OsException;
import dev.mitosis.platform.Platform;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.SysMman;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** A mapping made by mmap(2). */
final class PosixMapping extends Mapping {
    private static final SysMman MMAN = LibC.load(SysMman.class);
    private static final boolean LINUX = Platform.current().isLinux();
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    private static final int MAP_PRIVATE = 2;
    private static final int MAP_FIXED = 0x10;
    private static final int MAP_ANONYMOUS = LINUX ? 0x20 : 0x1000;
    private static final int MAP_NORESERVE = LINUX ? 0x4000 : 0x40;
    private static final int MS_SYNC = LINUX ? 4 : 0x10;
    private static final int NO_FILE = -1;

    private PosixMapping(long address, long length) {
        super(address, length);
    }

    static PosixMapping ofFile(Descriptor file, long length) {
        return map(length, MAP_SHARED, file.number());
    }

    /** Zeros that forked children share with this process, and nobody else can find. */
    static PosixMapping ofNoFile(long length) {
        return map(length, MAP_SHARED | MAP_ANONYMOUS, NO_FILE);
    }

    private static PosixMapping map(long length, int flags, int fd) {
        Reclaimer.giveBackGarbage();
        long address = MMAN.mmap(null, length, PROT_READ_WRITE, flags, fd, 0);
        OsException.check("mmap", address, "length=" + length, "fd=" + fd);
        PosixMapping mapping = new PosixMapping(address, length);
        Reclaimer.whenUnreachable(mapping, () -> MMAN.munmap(address, length));
        return mapping;
    }

    @Override
    void detach() {
        int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE;
        Pointer addresses = Pointer.wrap(Runtime.getSystemRuntime(), address());
        long zeros = MMAN.mmap(addresses, length(), PROT_READ_WRITE, flags, NO_FILE, 0);
        OsException.check("mmap", zeros, "length=" + length(), "MAP_FIXED");
    }

    @Override
    void sync() {
        OsException.check("msync", MMAN.msync(address(), length(), MS_SYNC), "length=" + length());
    }
}
