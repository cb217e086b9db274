package dev.mitosis.raw;

import dev.mitosis.platform.Platform;

/** The Linux system calls that this module makes, by their numbers on x86-64 and on aarch64. */
public enum LinuxSyscall {
    GETTID(186, 178),
    FUTEX(202, 98),
    MEMBARRIER(324, 283),
    FUTEX_WAITV(449, 449),
    PIDFD_SEND_SIGNAL(424, 424),
    PIDFD_OPEN(434, 434);

    private static final LongSyscall LONG_LIBC = LibC.load(LongSyscall.class);
    private static final SysSyscall LIBC = LibC.load(SysSyscall.class);

    private final long number;

    LinuxSyscall(int x86, int aarch64) {
        number = Platform.current().isAarch64() ? aarch64 : x86;
    }

    /** Makes the call; -1 means that {@link LibC#errno()} says why not. */
    public long call(long a, long b, long c, long d) {
        return LIBC.syscall(number, a, b, c, d);
    }

    /** The same with a fifth argument. */
    public long call(long a, long b, long c, long d, long e) {
        return LONG_LIBC.syscall(number, a, b, c, d, e);
    }
}
