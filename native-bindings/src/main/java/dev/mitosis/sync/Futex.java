package dev.mitosis.sync;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.LinuxSyscall;
import java.lang.ref.Reference;
import jnr.constants.platform.Errno;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Sleeping on a 32-bit word of a shared region until another process wakes the sleepers: futex(2), Linux only.
 * Thread-safe. Waits are not interrupted: whoever interrupts must change the word and wake. A waker that dies before it
 * wakes leaves the sleeper to its time limit, so some other process has to notice the death and wake in its stead.
 */
public final class Futex {
    private static final long FUTEX_WAIT = 0;
    private static final long FUTEX_WAKE = 1;
    private static final int EAGAIN = Errno.EAGAIN.intValue();
    private static final int EINTR = Errno.EINTR.intValue();
    private static final int ETIMEDOUT = Errno.ETIMEDOUT.intValue();
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final ThreadLocal<Pointer> TIMESPEC =
            ThreadLocal.withInitial(() -> Memory.allocateDirect(Runtime.getSystemRuntime(), 2 * Long.BYTES));

    private final MappedRegion region;
    private final long offset;

    /**
     * @param offset of the word in the region, a multiple of 4
     * @throws UnsupportedOperationException where {@link Capability#FUTEX} is missing
     */
    public Futex(MappedRegion region, long offset) {
        Capability.FUTEX.require();
        if ((offset & 3) != 0 || offset < 0 || offset > region.length() - Integer.BYTES) {
            throw new IllegalArgumentException("a futex is an aligned word inside the region, offset=" + offset);
        }
        this.region = region;
        this.offset = offset;
    }

    /**
     * Sleeps while the word is {@code expected}, until woken or the time is over. May also return for no reason.
     *
     * @param timeoutNanos how long at most; negative means without a limit
     * @return false when the time is over
     */
    public boolean await(int expected, long timeoutNanos) {
        long timespec = 0;
        if (timeoutNanos >= 0) {
            Pointer limit = TIMESPEC.get();
            limit.putLong(0, timeoutNanos / NANOS_PER_SECOND);
            limit.putLong(Long.BYTES, timeoutNanos % NANOS_PER_SECOND);
            timespec = limit.address();
        }
        try {
            return LinuxSyscall.FUTEX.call(word(), FUTEX_WAIT, expected, timespec) == 0 || !timedOut(expected);
        } finally {
            Reference.reachabilityFence(region);
        }
    }

    /**
     * Wakes sleepers.
     *
     * @param count how many at most
     * @return how many it woke
     */
    public int wake(int count) {
        try {
            long woken = LinuxSyscall.FUTEX.call(word(), FUTEX_WAKE, count, 0);
            return (int) OsException.check("futex", woken, "FUTEX_WAKE", count);
        } finally {
            Reference.reachabilityFence(region);
        }
    }

    private long word() {
        return region.address() + offset;
    }

    private static boolean timedOut(int expected) {
        int errno = LibC.errno();
        if (errno == ETIMEDOUT) {
            return true;
        }
        if (errno != EAGAIN && errno != EINTR) {
            throw OsException.of(errno, "futex", "FUTEX_WAIT", expected);
        }
        return false;
    }
}
