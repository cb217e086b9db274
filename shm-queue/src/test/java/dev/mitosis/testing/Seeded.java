package dev.mitosis.testing;

import java.util.Random;

/** Randomness that can be had again: {@code -Dtest.seed=} repeats what a failed test has printed. */
public final class Seeded {
    private Seeded() {}

    public static Random random(String test) {
        long seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println(test + ": -Dtest.seed=" + seed);
        return new Random(seed);
    }
}
