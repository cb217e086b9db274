package dev.mitosis.demo.bench;

import java.time.Duration;
import java.util.Optional;

/**
 * How long and how often to measure.
 *
 * @param rounds how many times each case is run
 * @param warmup of each run, before its measurement begins
 */
record Plan(int rounds, Duration warmup, Duration measured) {
    private static final Duration QUICK = Duration.ofSeconds(56);
    private static final Duration DEFAULT = Duration.ofSeconds(280);
    /** What starting two JVMs, two canaries, the end of a run and a warm-up that is extended take. */
    private static final Duration OVERHEAD = Duration.ofMillis(1_200);

    private static final Duration SHORTEST = Duration.ofMillis(700);
    private static final Duration LONGEST = Duration.ofMillis(1_500);

    private static final int MOST_ROUNDS = 5;

    /**
     * A plan that takes about a minute, or five, with so many cases; longer when there are too many for that.
     *
     * @param rounds as asked for; without: 5, or what a minute has room for
     */
    static Plan forCases(int cases, Optional<Integer> rounds, boolean quick) {
        Duration time = (quick ? QUICK : DEFAULT).dividedBy(Math.max(1, cases));
        long fitting = time.toMillis() / OVERHEAD.plus(SHORTEST.multipliedBy(2)).toMillis();
        int count = rounds.orElse((int) Math.max(1, Math.min(MOST_ROUNDS, fitting)));
        Duration half = time.dividedBy(count).minus(OVERHEAD).dividedBy(2);
        Duration bounded = half.compareTo(SHORTEST) < 0 ? SHORTEST : half.compareTo(LONGEST) > 0 ? LONGEST : half;
        return new Plan(count, bounded, bounded);
    }
}
