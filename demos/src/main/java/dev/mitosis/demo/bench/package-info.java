/**
 * Measuring, side by side.
 *
 * <pre>
 *   Workload ──► cases: contender × params ──► Harness: rounds, interleaved ──► Summary: medians ──► Report
 *                                                 │  canary before and after each run
 *                                                 └──► processes, see package process
 * </pre>
 *
 * Every workload is a list of {@link dev.mitosis.demo.bench.Case}s. The harness runs all of them once, then all of them
 * again, and so on, so that a noisy minute hits every contender alike, and keeps the median.
 */
package dev.mitosis.demo.bench;
