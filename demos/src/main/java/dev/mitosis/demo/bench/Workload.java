package dev.mitosis.demo.bench;

import java.util.List;
import java.util.Locale;

/** What can be measured. */
enum Workload {
    /** One process sends to another as fast as it can. */
    THROUGHPUT(
            List.of(Metric.MESSAGE_RATE),
            "messages from one process to another; producer on the first CPU, consumer on the second; every message checked") {
        @Override
        List<Case> cases(Contenders contenders, List<Integer> sizes) {
            return sizes.stream()
                    .flatMap(size -> contenders.throughput(size).stream())
                    .toList();
        }
    },
    /** Two processes send a message to and fro. */
    LATENCY(
            List.of(Metric.MEDIAN, Metric.P99, Metric.P999, Metric.MAX),
            "round trips between two processes; a sample is the mean of 100; spinning: one process on each of two CPUs") {
        @Override
        List<Case> cases(Contenders contenders, List<Integer> sizes) {
            return contenders.latency();
        }
    };

    private final List<Metric> metrics;
    private final String explanation;

    Workload(List<Metric> metrics, String explanation) {
        this.metrics = metrics;
        this.explanation = explanation;
    }

    abstract List<Case> cases(Contenders contenders, List<Integer> sizes);

    List<Metric> metrics() {
        return metrics;
    }

    /** The name on the command line. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    String explanation() {
        return explanation;
    }
}
