package dev.mitosis.sync;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.LinuxSyscall;
import dev.mitosis.raw.NativeMemory;
import dev.mitosis.raw.ThreadMemory;
import java.lang.ref.Reference;
import java.util.List;
import jnr.constants.platform.Errno;
import jnr.ffi.Pointer;

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
            ThreadLocal.withInitial(() -> NativeMemory.zeroed(2 * Long.BYTES));

    /** How many words the kernel lets one sleep on at once. */
    public static final int MOST_AT_ONCE = 128;

    /** struct futex_waitv { u64 val; u64 uaddr; u32 flags; u32 reserved; } */
    private static final int WAITER_BYTES = 24;

    private static final int WAITER_ADDRESS = 8;
    private static final int WAITER_FLAGS = 16;
    private static final int FUTEX2_SIZE_U32 = 2;
    private static final long CLOCK_MONOTONIC = 1;

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
            timespec = timespec(timeoutNanos).address();
        }
        try {
            return LinuxSyscall.FUTEX.call(word(), FUTEX_WAIT, expected, timespec) == 0 || !timedOut(expected);
        } finally {
            Reference.reachabilityFence(region);
        }
    }

    /**
     * Sleeps while all of the words are {@code expected}, until one of them is woken or the time is over. May also return for
     * no reason.
     *
     * @param futexes 1 to {@link #MOST_AT_ONCE}
     * @param timeoutNanos how long at most, not negative
     * @throws UnsupportedOperationException where {@link Capability#FUTEX_WAITV} is missing
     */
    public static void awaitAny(List<Futex> futexes, int expected, long timeoutNanos) {
        Capability.FUTEX_WAITV.require();
        Pointer waiters = ThreadMemory.zeroed(futexes.size() * WAITER_BYTES);
        for (int i = 0; i < futexes.size(); i++) {
            long waiter = (long) i * WAITER_BYTES;
            waiters.putLong(waiter, Integer.toUnsignedLong(expected));
            waiters.putLong(waiter + WAITER_ADDRESS, futexes.get(i).word());
            waiters.putInt(waiter + WAITER_FLAGS, FUTEX2_SIZE_U32);
        }
        // System.nanoTime() is CLOCK_MONOTONIC here.
        Pointer limit = timespec(System.nanoTime() + timeoutNanos);
        try {
            long woken = LinuxSyscall.FUTEX_WAITV.call(
                    waiters.address(), futexes.size(), 0, limit.address(), CLOCK_MONOTONIC);
            if (woken == -1) {
                timedOut(expected);
            }
        } finally {
            Reference.reachabilityFence(waiters);
            Reference.reachabilityFence(futexes);
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

    private static Pointer timespec(long nanos) {
        Pointer time = TIMESPEC.get();
        time.putLong(0, nanos / NANOS_PER_SECOND);
        time.putLong(Long.BYTES, nanos % NANOS_PER_SECOND);
        return time;
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
