package dev.mitosis.sync;

import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.raw.LinuxSyscall;

/**
 * A full memory barrier in every running thread of every process that registered: membarrier(2), GLOBAL_EXPEDITED. It
 * lets the rare side of a Dekker-style handshake (a sleeper) pay for the fence of the frequent side (a publisher).
 */
public final class Membarrier {
    private static final long GLOBAL_EXPEDITED = 2;
    private static final long REGISTER_GLOBAL_EXPEDITED = 4;

    private Membarrier() {}

    /**
     * Has this process take part in the barriers of others, from now on; a forked child inherits that. Cheap to repeat.
     *
     * @throws UnsupportedOperationException where {@link Capability#MEMBARRIER} is missing
     */
    public static void register() {
        Capability.MEMBARRIER.require();
        OsException.check("membarrier", LinuxSyscall.MEMBARRIER.call(REGISTER_GLOBAL_EXPEDITED, 0, 0, 0), "REGISTER");
    }

    /** Returns once every running thread of every registered process has passed a full barrier. About a microsecond. */
    public static void run() {
        Capability.MEMBARRIER.require();
        OsException.check("membarrier", LinuxSyscall.MEMBARRIER.call(GLOBAL_EXPEDITED, 0, 0, 0), "GLOBAL_EXPEDITED");
    }
}
