package dev.mitosis.process;

import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.Sched;
import java.util.Arrays;
import java.util.BitSet;

/** Which CPUs the calling thread may run on. Processes that the thread starts inherit it. Linux only. */
public final class CpuAffinity {
    private static final int WORDS = 16;
    private static final int BYTES = WORDS * Long.BYTES;
    private static final int CALLING_THREAD = 0;

    private CpuAffinity() {}

    /** The CPUs that the calling thread may use, by number. */
    public static BitSet get() {
        Capability.AFFINITY.require();
        long[] cpus = new long[WORDS];
        OsException.check(
                "sched_getaffinity", LibC.load(Sched.class).sched_getaffinity(CALLING_THREAD, BYTES, cpus), BYTES);
        return BitSet.valueOf(cpus);
    }

    /**
     * Confines the calling thread, and what it starts from now on, to these CPUs.
     *
     * @throws OsException EINVAL when none of them is there
     */
    public static void set(BitSet cpus) {
        Capability.AFFINITY.require();
        long[] words = Arrays.copyOf(cpus.toLongArray(), WORDS);
        OsException.check(
                "sched_setaffinity", LibC.load(Sched.class).sched_setaffinity(CALLING_THREAD, BYTES, words), cpus);
    }
}
