package dev.mitosis.demo.bench;

import dev.mitosis.platform.Capability;
import dev.mitosis.process.CpuAffinity;
import java.util.BitSet;
import java.util.concurrent.Callable;

/** Which of the CPUs that this process may use are the first and the second. */
final class Cpus {
    private static final BitSet USABLE = Capability.AFFINITY.isAvailable() ? CpuAffinity.get() : new BitSet();

    private Cpus() {}

    /** The set of one: the n-th of the CPUs that this process may use, or the last, if there are not so many. */
    static BitSet only(int n) {
        int cpu = USABLE.nextSetBit(0);
        for (int i = 0; i < n && USABLE.nextSetBit(cpu + 1) >= 0; i++) {
            cpu = USABLE.nextSetBit(cpu + 1);
        }
        BitSet one = new BitSet();
        one.set(cpu);
        return one;
    }

    /** Does something that starts processes with the calling thread confined to the n-th CPU, where that can be done. */
    static <T> T onCpu(int n, Callable<T> starts) throws Exception {
        if (!Capability.AFFINITY.isAvailable()) {
            return starts.call();
        }
        BitSet before = CpuAffinity.get();
        CpuAffinity.set(only(n));
        try {
            return starts.call();
        } finally {
            CpuAffinity.set(before);
        }
    }
}
