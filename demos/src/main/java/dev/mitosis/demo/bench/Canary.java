package dev.mitosis.demo.bench;

import dev.mitosis.platform.Capability;
import dev.mitosis.process.CpuAffinity;
import java.util.Arrays;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A ping-pong between two threads on two CPUs for some milliseconds: how far apart the CPUs are now. On a virtual machine
 * that changes from one second to the next, and every figure with it.
 */
final class Canary {
    private static final int SAMPLES = 32;
    private static final int TRIPS = 500;
    private static final int THERE = 16;
    private static final int BACK = 48;
    private static final int WORDS = 64;
    private static final long STOP = -1;

    private final AtomicLongArray words = new AtomicLongArray(WORDS);

    private Canary() {}

    /** The median round trip in ns; negative when there are no two CPUs to measure. */
    static double measure() throws InterruptedException {
        return Runtime.getRuntime().availableProcessors() < 2 ? -1 : new Canary().run();
    }

    private double run() throws InterruptedException {
        Thread pong = new Thread(this::pong, "canary");
        pong.start();
        BitSet before = pin(0);
        try {
            double[] samples = new double[SAMPLES];
            long sequence = 0;
            for (int i = 0; i < SAMPLES; i++) {
                long begin = System.nanoTime();
                for (int trip = 0; trip < TRIPS; trip++) {
                    ping(++sequence);
                }
                samples[i] = (double) (System.nanoTime() - begin) / TRIPS;
            }
            Arrays.sort(samples);
            return samples[SAMPLES / 2];
        } finally {
            words.setRelease(THERE, STOP);
            pong.join();
            unpin(before);
        }
    }

    private void ping(long sequence) {
        words.setRelease(THERE, sequence);
        while (words.getAcquire(BACK) != sequence) {
            Thread.onSpinWait();
        }
    }

    private void pong() {
        pin(1);
        for (long seen = 0; ; ) {
            long next = words.getAcquire(THERE);
            if (next == STOP) {
                return;
            }
            if (next != seen) {
                seen = next;
                words.setRelease(BACK, seen);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private static BitSet pin(int cpu) {
        if (!Capability.AFFINITY.isAvailable()) {
            return new BitSet();
        }
        BitSet before = CpuAffinity.get();
        CpuAffinity.set(Cpus.only(cpu));
        return before;
    }

    private static void unpin(BitSet before) {
        if (!before.isEmpty()) {
            CpuAffinity.set(before);
        }
    }
}
