package dev.mitosis.demo.bench;

import java.util.Optional;

/**
 * Under which conditions a run took place.
 *
 * @param canaryNanos the longer one of the round trips between the CPUs before and after it; negative when unknown
 * @param foreignShare of the CPU time, that others used meanwhile; negative when unknown
 */
record Conditions(double canaryNanos, double foreignShare) {
    /** A run whose conditions are being watched. */
    static final class Watch {
        private final double canaryBefore = Canary.measure();
        private final Optional<CpuTimes> timesBefore = CpuTimes.now();

        Watch() throws InterruptedException {}

        Conditions end() throws InterruptedException {
            double foreign = timesBefore
                    .flatMap(before -> CpuTimes.now().map(now -> now.foreignShareSince(before)))
                    .orElse(-1.0);
            return new Conditions(Math.max(canaryBefore, Canary.measure()), foreign);
        }
    }
}
