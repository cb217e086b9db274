package dev.mitosis.demo.bench.process;

/** How often a lock is taken in the time that is measured, and the longest time that some of these took: nobody has waited longer. */
final class LockRate {
    static final int PAIRS_PER_LOOK = 64;

    private final Run run;
    private final Warmup warmup;
    private long count;
    private long last;
    private long longest;
    private long beginMeasured;
    private long countBefore;

    LockRate(Run run) {
        this.run = run;
        this.warmup = run.isAlone() ? Warmup.alone(run) : Warmup.together(run);
    }

    /** To be asked after so many pairs: whether the measurement is over, which it then has reported. */
    boolean isOver() {
        count += PAIRS_PER_LOOK;
        long now = System.nanoTime();
        if (beginMeasured == 0) {
            if (warmup.isOver(now, count)) {
                beginMeasured = now;
                countBefore = count;
            }
        } else {
            longest = Math.max(longest, now - last);
        }
        last = now;
        boolean isOver = run.isStopped()
                || (beginMeasured != 0 && now - beginMeasured >= run.measured().toNanos());
        if (isOver) {
            Run.report("rate", beginMeasured == 0 ? 0 : (count - countBefore) * 1e9 / (now - beginMeasured));
            Run.report("max", (double) longest);
            run.stop();
        }
        return isOver;
    }
}
