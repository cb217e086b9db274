package dev.mitosis.demo.bench;

/** One line of a report: the median of the rounds, of {@link Metric#MAX} the longest, and how far they lie apart. */
record Figure(
        String workload, String contender, String params, Metric metric, double value, double least, double most) {}
