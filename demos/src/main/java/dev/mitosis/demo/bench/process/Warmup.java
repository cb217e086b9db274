package dev.mitosis.demo.bench.process;

import java.time.Duration;

/**
 * When a rate is fit to be measured: after the time asked for, and where a process has to share its CPU with its own
 * compiler, once the rate has not risen any more for a while.
 */
final class Warmup {
    private static final long WINDOW_NANOS = Duration.ofMillis(50).toNanos();
    private static final int WINDOWS_WITHOUT_RISE = 6;
    private static final double RISE = 1.05;
    /** What it may take longer than asked for. */
    private static final Duration EXTENSION = Duration.ofSeconds(3);

    private final long least;
    private final long most;
    private long begin;
    private long windowBegin;
    private long countBefore;
    private double bestRate;
    private int windowsWithoutRise;

    Warmup(Run run) {
        least = run.warmup().toNanos();
        // Consumers who share the messages have to measure at the same time.
        most = run.isPair() ? least + EXTENSION.toNanos() : least;
    }

    /** Whether it is over now, with so many messages received. */
    boolean isOver(long now, long count) {
        if (begin == 0) {
            begin = now;
            windowBegin = now;
            return false;
        }
        if (now - windowBegin >= WINDOW_NANOS) {
            note((double) (count - countBefore) / (now - windowBegin));
            windowBegin = now;
            countBefore = count;
        }
        long elapsed = now - begin;
        return elapsed >= most || (elapsed >= least && windowsWithoutRise >= WINDOWS_WITHOUT_RISE);
    }

    private void note(double rate) {
        if (rate > bestRate * RISE) {
            bestRate = rate;
            windowsWithoutRise = 0;
        } else {
            windowsWithoutRise++;
        }
    }
}
