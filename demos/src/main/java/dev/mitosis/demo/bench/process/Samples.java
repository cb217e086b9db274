package dev.mitosis.demo.bench.process;

import org.HdrHistogram.Histogram;

/** How long things took that happened once the warm-up was over. */
final class Samples {
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 4;

    private final Histogram nanos = new Histogram(LONGEST_NANOS, DIGITS);
    private final long beginMeasured;
    private final long end;

    Samples(Run run) {
        this(run, System.nanoTime() + run.warmup().toNanos());
    }

    private Samples(Run run, long beginMeasured) {
        this.beginMeasured = beginMeasured;
        this.end = beginMeasured + run.measured().toNanos();
    }

    /** For who has had its warm-up. */
    static Samples fromNow(Run run) {
        return new Samples(run, System.nanoTime());
    }

    /** Takes what began then and took so long, unless that was in the warm-up. */
    void add(long begin, long duration) {
        if (begin >= beginMeasured) {
            nanos.recordValue(Math.min(LONGEST_NANOS, duration));
        }
    }

    /** Whether the time is over, and there is something to report. */
    boolean isOver(long now) {
        return now >= end && nanos.getTotalCount() > 0;
    }

    /** @param events to a sample */
    void report(int events) {
        Run.report("p50", (double) nanos.getValueAtPercentile(50) / events);
        Run.report("p99", (double) nanos.getValueAtPercentile(99) / events);
        Run.report("p99.9", (double) nanos.getValueAtPercentile(99.9) / events);
        Run.report("max", (double) nanos.getMaxValue() / events);
    }
}
