package dev.mitosis.demo.bench.process;

import java.time.Duration;

/**
 * When a rate is fit to be measured: after the time asked for, and where one of two processes measures, each of which has to share its
 * CPU with its own compiler, once the rate has not risen any more for a while. Of more, several may have to measure at the same time.
 */
final class Warmup {
    private static final long WINDOW_NANOS = Duration.ofMillis(50).toNanos();
    private static final int WINDOWS_WITHOUT_RISE = 6;
    private static final double RISE = 1.05;
    /** What it may take longer than asked for. */
    private static final Duration EXTENSION = Duration.ofSeconds(3);
    /** Of those who measure at the same time: enough to be compiled. */
    private static final Duration LEAST_TOGETHER = Duration.ofSeconds(1);

    private final long least;
    private final long most;
    private long begin;
    private long windowBegin;
    private long countBefore;
    private double bestRate;
    private int windowsWithoutRise;

    private Warmup(Duration least, Duration extension) {
        this.least = least.toNanos();
        this.most = this.least + extension.toNanos();
    }

    /** Of one that measures, when it likes to. */
    static Warmup alone(Run run) {
        return new Warmup(run.warmup(), EXTENSION);
    }

    /** Of one that others may measure with. */
    static Warmup together(Run run) {
        Duration asked = run.warmup();
        return new Warmup(asked.compareTo(LEAST_TOGETHER) < 0 ? LEAST_TOGETHER : asked, Duration.ZERO);
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
