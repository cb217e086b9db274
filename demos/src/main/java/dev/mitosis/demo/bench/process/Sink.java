package dev.mitosis.demo.bench.process;

/** The consumer's end of a throughput run: checks every message, and counts those in the time that is measured. */
public final class Sink {
    private static final int MESSAGES_PER_LOOK = 256;

    private final Run run;
    private final long expectedSum;
    private final Warmup warmup;
    private final long measuredNanos;
    private final boolean hasOneStream;
    private final Streams streams;
    private long count;
    private long countAtLook;
    private long beginMeasured;
    private long countBefore;

    public Sink(Run run) {
        this.run = run;
        this.hasOneStream = run.isPair();
        this.streams = new Streams(!run.contender().startsWith("mpmc"));
        this.warmup = run.isPair() ? Warmup.alone(run) : Warmup.together(run);
        this.measuredNanos = run.measured().toNanos();
        long sum = 0;
        for (long word : run.payload()) {
            sum += word;
        }
        this.expectedSum = sum;
    }

    /**
     * Takes a message.
     *
     * @param id its first word: see {@link Run#firstMessage()}
     * @param sum of its other words
     */
    public void accept(long id, long sum) {
        if (sum != expectedSum || (id != count && (hasOneStream || !streams.isNext(id)))) {
            throw new IllegalStateException("lost, torn or repeated: id=0x" + Long.toHexString(id) + ", count=" + count
                    + ", sum=" + sum + ", expectedSum=" + expectedSum);
        }
        count++;
    }

    /** The same, for a message whose other words have been checked. */
    public void accept(long id) {
        accept(id, expectedSum);
    }

    /**
     * To be asked often: whether the measurement is over, which it then has reported. Another consumer may have ended it, a
     * moment before this one's time.
     */
    public boolean isOver() {
        if (count - countAtLook < MESSAGES_PER_LOOK) {
            if (run.isStopped()) {
                report(System.nanoTime());
                return true;
            }
            return false;
        }
        countAtLook = count;
        long now = System.nanoTime();
        if (beginMeasured == 0) {
            if (warmup.isOver(now, count)) {
                beginMeasured = now;
                countBefore = count;
            }
        } else if (now - beginMeasured >= measuredNanos || run.isStopped()) {
            report(now);
            run.stop();
            return true;
        }
        return false;
    }

    private void report(long now) {
        Run.report("rate", beginMeasured == 0 ? 0 : (count - countBefore) * 1e9 / (now - beginMeasured));
    }
}
