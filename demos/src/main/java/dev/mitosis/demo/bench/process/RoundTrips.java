package dev.mitosis.demo.bench.process;

/**
 * The ping's end of a latency run. A sample is the time of 100 round trips, divided by 100: the clock's step and its cost
 * are as long as a round trip, so that a single one cannot be measured.
 */
public final class RoundTrips {
    /** Round trips to a sample. */
    public static final int PER_SAMPLE = 100;

    private final Run run;
    private final Samples samples;
    private long sampleBegin;
    private int trips;

    public RoundTrips(Run run) {
        this(run, new Samples(run));
    }

    private RoundTrips(Run run, Samples samples) {
        this.run = run;
        this.samples = samples;
        this.sampleBegin = System.nanoTime();
    }

    /** For who has had its warm-up. */
    static RoundTrips fromNow(Run run) {
        return new RoundTrips(run, Samples.fromNow(run));
    }

    /** To be called after each round trip: whether the measurement is over, which it then has reported. */
    public boolean isOverAfterTrip() {
        if (++trips < PER_SAMPLE) {
            return false;
        }
        trips = 0;
        long now = System.nanoTime();
        samples.add(sampleBegin, now - sampleBegin);
        sampleBegin = now;
        if (!samples.isOver(now)) {
            return false;
        }
        samples.report(PER_SAMPLE);
        run.stop();
        return true;
    }
}
