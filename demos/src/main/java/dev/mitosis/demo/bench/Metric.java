package dev.mitosis.demo.bench;

/**
 * What is measured, in which unit.
 *
 * @param name {@code rate}, {@code p50}, ...
 */
record Metric(String name, String unit) {
    static final Metric MESSAGE_RATE = new Metric("rate", "msg/s");
    static final Metric OPERATION_RATE = new Metric("rate", "ops/s");
    static final Metric MEDIAN = new Metric("p50", "ns");
    static final Metric P99 = new Metric("p99", "ns");
    static final Metric P999 = new Metric("p99.9", "ns");
    /** The longest in any of the rounds, not a median: what was seen once can happen. */
    static final Metric MAX = new Metric("max", "ns");
}
