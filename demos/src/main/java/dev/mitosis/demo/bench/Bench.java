package dev.mitosis.demo.bench;

import dev.mitosis.platform.Platform;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures workloads and reports the figures. */
public final class Bench {
    /** Message sizes that throughput is measured with. */
    public static final List<Integer> SIZES = List.of(16, 64, 256, 1024);

    /** Heaps that forks are measured with, in megabytes. */
    public static final List<Integer> HEAPS = List.of(16, 256, 1024);

    private static final List<Integer> QUICK_SIZES = List.of(64);
    private static final List<Integer> QUICK_HEAPS = List.of(16, 1024);
    private static final List<Integer> STALLED_HEAPS = List.of(256);
    private static final int CPUS_NEEDED = 2;

    private final Options options;
    private final PrintStream out;

    public Bench(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * How to measure.
     *
     * @param quick an answer within a minute for each workload
     * @param json one JSON array on standard output, and nothing else
     * @param rounds how often each contender is run, at least 1; without: what the time allows
     * @param duration of each run, and of its warm-up; without: what the time allows
     * @param sizes of messages in bytes; none: all, or those of a quick run
     * @param heaps of forked JVMs in megabytes; none: all, or those of a quick run
     * @param against names of peers
     */
    public record Options(
            boolean quick,
            boolean json,
            Optional<Integer> rounds,
            Optional<Duration> duration,
            List<Integer> sizes,
            List<Integer> heaps,
            List<String> against) {
        /** A first impression: one size, one round less than half a minute. */
        public static Options glimpse() {
            return new Options(
                    true, false, Optional.of(1), Optional.of(Duration.ofMillis(700)), List.of(), List.of(), List.of());
        }

        List<Integer> chosenSizes() {
            return !sizes.isEmpty() ? sizes : quick ? QUICK_SIZES : SIZES;
        }

        List<Integer> chosenHeaps() {
            return !heaps.isEmpty() ? heaps : quick ? QUICK_HEAPS : HEAPS;
        }

        List<Integer> stalledHeaps() {
            return !heaps.isEmpty() ? heaps : STALLED_HEAPS;
        }
    }

    /** The names of the workloads there are. */
    public static List<String> workloads() {
        return Arrays.stream(Workload.values()).map(Workload::title).toList();
    }

    /** The names of the peers there are, and {@code all}. */
    public static List<String> peers() {
        return Peer.names();
    }

    /**
     * Measures the workloads of these names, or all.
     *
     * @throws BenchException when one cannot be measured
     */
    public void run(List<String> names) throws Exception {
        List<Workload> workloads = Arrays.stream(Workload.values())
                .filter(workload -> names.isEmpty() || names.contains(workload.title()))
                .toList();
        Contenders contenders = new Contenders(Peer.ready(options.against()));
        List<Figure> all = new ArrayList<>();
        for (Workload workload : workloads) {
            all.addAll(measure(workload, contenders));
        }
        if (options.json()) {
            out.println(Json.array(all));
        }
    }

    private List<Figure> measure(Workload workload, Contenders contenders) throws Exception {
        List<Case> cases = workload.cases(contenders, options);
        Plan fitting = Plan.forCases(cases.size(), options.rounds(), options.quick());
        Plan plan = options.duration()
                .map(duration -> new Plan(fitting.rounds(), duration, duration))
                .orElse(fitting);
        describe(workload, plan);
        try (Progress progress = new Progress(workload.title(), (long) cases.size() * plan.rounds())) {
            Harness harness = new Harness(plan, progress);
            List<Figure> figures = harness.run(workload, cases);
            if (!options.json()) {
                new Table(out).print(figures);
                out.println();
                describe(harness.conditions());
            }
            return figures;
        }
    }

    private void describe(Workload workload, Plan plan) {
        if (options.json()) {
            return;
        }
        out.printf(
                Locale.ROOT,
                "%s: %s%n%d rounds of %d ms after %d ms of warm-up, interleaved; medians, max of all rounds, and [least to most];"
                        + " JDK %s; %s, %d CPUs%n",
                workload.title(),
                workload.explanation(),
                plan.rounds(),
                plan.measured().toMillis(),
                plan.warmup().toMillis(),
                Runtime.version().feature(),
                Platform.current(),
                Runtime.getRuntime().availableProcessors());
        if (Runtime.getRuntime().availableProcessors() < CPUS_NEEDED) {
            out.println("This machine has one CPU for this process: what spins waits for its time slice.");
        }
    }

    private void describe(List<Conditions> conditions) {
        double[] canaries = conditions.stream()
                .mapToDouble(Conditions::canaryNanos)
                .sorted()
                .toArray();
        double[] foreign = conditions.stream()
                .mapToDouble(Conditions::foreignShare)
                .sorted()
                .toArray();
        out.printf(
                Locale.ROOT,
                "noise: a bare round trip between the CPUs took %.0f ns (%.0f to %.0f); others used %.0f %% of the CPUs"
                        + " (at most %.0f %%)%n",
                Harness.median(canaries),
                canaries[0],
                canaries[canaries.length - 1],
                100 * Harness.median(foreign),
                100 * foreign[foreign.length - 1]);
    }
}
