package dev.mitosis.demo.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs a workload's cases round by round, and sums the rounds up. */
final class Harness {
    private final Plan plan;
    private final Progress progress;
    private final List<Conditions> conditions = new ArrayList<>();
    private final Map<Case, List<Map<String, Double>>> results = new LinkedHashMap<>();

    Harness(Plan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * @throws BenchException when a case failed
     */
    List<Figure> run(Workload workload, List<Case> cases) throws Exception {
        for (int round = 0; round < plan.rounds(); round++) {
            for (Case next : cases) {
                progress.show(next.toString());
                results.computeIfAbsent(next, ignored -> new ArrayList<>()).add(run(next));
                progress.step();
            }
        }
        List<Figure> figures = new ArrayList<>();
        results.forEach((what, rounds) -> workload.metrics()
                .forEach(metric -> summarise(workload, what, metric, rounds).ifPresent(figures::add)));
        return figures;
    }

    /** Under which the runs so far took place. */
    List<Conditions> conditions() {
        return List.copyOf(conditions);
    }

    private Map<String, Double> run(Case what) throws Exception {
        Conditions.Watch watch = new Conditions.Watch();
        Map<String, Double> result;
        try (CaseRun run = new CaseRun(what, plan)) {
            result = run.run();
        }
        conditions.add(watch.end());
        return result;
    }

    private static Optional<Figure> summarise(
            Workload workload, Case what, Metric metric, List<Map<String, Double>> rounds) {
        double[] values = rounds.stream()
                .filter(round -> round.containsKey(metric.name()))
                .mapToDouble(round -> round.get(metric.name()))
                .sorted()
                .toArray();
        return values.length == 0
                ? Optional.empty()
                : Optional.of(new Figure(
                        workload.title(),
                        what.contender(),
                        what.params(),
                        metric,
                        metric.equals(Metric.MAX) ? values[values.length - 1] : median(values),
                        values[0],
                        values[values.length - 1]));
    }

    static double median(double[] sorted) {
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).average().orElseThrow();
    }
}
