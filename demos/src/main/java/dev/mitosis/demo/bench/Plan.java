package dev.mitosis.demo.bench;

import java.time.Duration;

/**
 * How long and how often to measure.
 *
 * @param rounds how many times each case is run
 * @param warmup of each run, before its measurement begins
 */
record Plan(int rounds, Duration warmup, Duration measured) {
    private static final Duration QUICK = Duration.ofSeconds(52);
    private static final Duration DEFAULT = Duration.ofSeconds(280);
    /** What starting two JVMs, two canaries and the end of a run take. */
    private static final Duration OVERHEAD = Duration.ofMillis(900);

    private static final Duration SHORTEST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofMillis(1_500);

    /** A plan that takes about a minute, or five, with so many cases; longer when there are too many for that. */
    static Plan forCases(int cases, int rounds, boolean quick) {
        Duration perRun = (quick ? QUICK : DEFAULT).dividedBy((long) Math.max(1, cases) * rounds);
        Duration half = perRun.minus(OVERHEAD).dividedBy(2);
        Duration bounded = half.compareTo(SHORTEST) < 0 ? SHORTEST : half.compareTo(LONGEST) > 0 ? LONGEST : half;
        return new Plan(rounds, bounded, bounded);
    }
}
