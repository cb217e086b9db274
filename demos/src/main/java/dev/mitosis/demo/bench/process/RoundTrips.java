package dev.mitosis.demo.bench.process;

import org.HdrHistogram.Histogram;

/**
 * The ping's end of a latency run. A sample is the time of 100 round trips, divided by 100: the clock's step and its cost
 * are as long as a round trip, so that a single one cannot be measured.
 */
public final class RoundTrips {
    /** Round trips to a sample. */
    public static final int PER_SAMPLE = 100;

    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int DIGITS = 4;

    private final Run run;
    private final Histogram samples = new Histogram(LONGEST_NANOS, DIGITS);
    private final long beginMeasured;
    private final long end;
    private long sampleBegin;
    private int trips;

    public RoundTrips(Run run) {
        this.run = run;
        this.beginMeasured = System.nanoTime() + run.warmup().toNanos();
        this.end = beginMeasured + run.measured().toNanos();
        this.sampleBegin = System.nanoTime();
    }

    /** To be called after each round trip: whether the measurement is over, which it then has reported. */
    public boolean isOverAfterTrip() {
        if (++trips < PER_SAMPLE) {
            return false;
        }
        trips = 0;
        long now = System.nanoTime();
        if (sampleBegin >= beginMeasured) {
            samples.recordValue(Math.min(LONGEST_NANOS, now - sampleBegin));
        }
        sampleBegin = now;
        return now >= end && samples.getTotalCount() > 0 && report();
    }

    private boolean report() {
        Run.report("p50", perTrip(samples.getValueAtPercentile(50)));
        Run.report("p99", perTrip(samples.getValueAtPercentile(99)));
        Run.report("p99.9", perTrip(samples.getValueAtPercentile(99.9)));
        Run.report("max", perTrip(samples.getMaxValue()));
        run.stop();
        return true;
    }

    private static double perTrip(long nanos) {
        return (double) nanos / PER_SAMPLE;
    }
}
