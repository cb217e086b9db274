package dev.mitosis.demo.cli;

import dev.mitosis.demo.bench.Bench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mitosis bench}. */
@Command(
        name = "bench",
        description = "Measures on this machine, beside the JDK's own ways and, if asked, other libraries.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    private static final int MOST_ROUNDS = 1_000;
    private static final int LARGEST_MESSAGE = 65_536;
    private static final int SMALLEST_HEAP = 16;
    private static final int LARGEST_HEAP = 1024;
    private static final int SHORTEST_MILLIS = 10;
    private static final int LONGEST_MILLIS = 60_000;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "WORKLOAD",
            description = "What to measure: throughput, latency, fork, start, connection, sync. Without: all.")
    private List<String> workloads = new ArrayList<>();

    @Option(
            names = "--quick",
            description =
                    "An answer within a minute for each workload; only messages of 64 bytes, and no huge" + " pages.")
    private boolean quick;

    @Option(names = "--json", description = "Prints one JSON array of the medians, and nothing else.")
    private boolean json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "How often each contender is run, 1 to 1000; the figure is the median. Default: 5, or what a"
                    + " minute has room for (--quick).")
    private Integer rounds;

    @Option(
            names = "--duration",
            paramLabel = "MILLIS",
            description = "How long each run is measured, after as long a warm-up, 10 to 60000. Default: what makes a"
                    + " workload take a minute (--quick) or five.")
    private Integer millis;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            split = ",",
            description = "Sizes of messages for throughput: multiples of 8, 8 to 65536. Default: 16,64,256,1024.")
    private List<Integer> sizes = new ArrayList<>();

    @Option(
            names = "--heap",
            paramLabel = "MB",
            split = ",",
            description = "Heaps of JVMs for fork, in megabytes, 16 to 1024. Default: 16,256,1024.")
    private List<Integer> heaps = new ArrayList<>();

    @Option(
            names = "--against",
            paramLabel = "LIST",
            split = ",",
            description =
                    "Others to measure beside: agrona, aeron, chronicle-queue, c, python, or all. Fetched or compiled when first asked for.")
    private List<String> against = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        for (String workload : workloads) {
            check(
                    Bench.workloads().contains(workload),
                    "there is no such workload; there are " + Bench.workloads() + ": WORKLOAD=" + workload);
        }
        for (String peer : against) {
            check(
                    Bench.peers().contains(peer),
                    "there is no such peer; there are " + Bench.peers() + ": --against=" + peer);
        }
        for (int size : sizes) {
            check(
                    size >= Long.BYTES && size <= LARGEST_MESSAGE && size % Long.BYTES == 0,
                    "a message has a multiple of 8 bytes, from 8 to " + LARGEST_MESSAGE + ": --size=" + size);
        }
        for (int heap : heaps) {
            check(
                    heap >= SMALLEST_HEAP && heap <= LARGEST_HEAP,
                    "a heap has " + SMALLEST_HEAP + " to " + LARGEST_HEAP + " MB: --heap=" + heap);
        }
        check(
                rounds == null || (rounds >= 1 && rounds <= MOST_ROUNDS),
                "there are 1 to " + MOST_ROUNDS + " rounds: --rounds=" + rounds);
        check(
                millis == null || (millis >= SHORTEST_MILLIS && millis <= LONGEST_MILLIS),
                "a run takes " + SHORTEST_MILLIS + " to " + LONGEST_MILLIS + " ms: --duration=" + millis);
        Optional<Duration> duration = Optional.ofNullable(millis).map(Duration::ofMillis);
        Bench.Options options =
                new Bench.Options(quick, json, Optional.ofNullable(rounds), duration, sizes, heaps, against);
        new Bench(options, System.out).run(workloads);
        return 0;
    }

    private void check(boolean right, String message) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
