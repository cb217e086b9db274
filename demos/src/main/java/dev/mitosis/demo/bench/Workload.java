package dev.mitosis.demo.bench;

import dev.mitosis.demo.bench.process.MitosisTransport;
import java.util.List;
import java.util.Locale;

/** What can be measured. */
enum Workload {
    /** One process sends to another as fast as it can. */
    THROUGHPUT(
            List.of(Metric.MESSAGE_RATE),
            "messages between processes, every one checked, each delivery counted; spsc: producer on the first CPU,"
                    + " consumer on the second, both spin; mpsc 2x1: two producers, one consumer, and so on, on any CPU,"
                    + " spinning 64 times and then yielding; "
                    + Workload.RING) {
        @Override
        List<Case> cases(Contenders contenders, Bench.Options options) {
            return options.chosenSizes().stream()
                    .flatMap(size -> contenders.throughput(size).stream())
                    .toList();
        }
    },
    /** Two processes send a message to and fro. */
    LATENCY(
            List.of(Metric.MEDIAN, Metric.P99, Metric.P999, Metric.MAX),
            "round trips between two processes; a sample is the mean of 100; spinning: one process on each of two CPUs; "
                    + Workload.RING) {
        @Override
        List<Case> cases(Contenders contenders, Bench.Options options) {
            return contenders.latency();
        }
    },
    /** A process makes another. */
    FORK(
            List.of(Metric.MEDIAN, Metric.P99, Metric.MAX),
            "children of a JVM with a full heap, which end at once; fork: until the call returns; start+join: until the"
                    + " child is reaped; stall: the longest pause of threads that write the whole heap while a child lives") {
        @Override
        List<Case> cases(Contenders contenders, Bench.Options options) {
            return contenders.fork(options.chosenHeaps(), options.stalledHeaps(), !options.quick());
        }
    },
    /** A process starts another, and waits for its end. */
    START(
            List.of(Metric.MEDIAN, Metric.P99, Metric.MAX),
            "a child with a trivial body, until it is joined, by each start method; the JVM has a heap of 16 MB; raw: the bare"
                    + " fork, exit and wait of the same process; new-jvm: an empty main class with the same flags") {
        @Override
        List<Case> cases(Contenders contenders, Bench.Options options) {
            return contenders.start();
        }
    },
    /** A child sends to its parent by a connection. */
    CONNECTION(
            List.of(Metric.MESSAGE_RATE),
            "what a child sends and its parent receives by a connection, with the ring that it has when nothing is said; objects: a new"
                    + " record of eight numbers each (python: an object of as many bytes); bytes: arrays, each received as a new one;"
                    + " raw: an array is copied out of the heap and from there into a new one, as it must be,"
                    + " but in one process") {
        @Override
        List<Case> cases(Contenders contenders, Bench.Options options) {
            return contenders.connection();
        }
    },
    /** Processes take a lock, or wait for each other. */
    SYNC(
            List.of(Metric.OPERATION_RATE, Metric.MEDIAN, Metric.P99, Metric.P999, Metric.MAX),
            "lock: taken and given back, by one process or by two on a CPU each, and the longest that 64 of these took in one"
                    + " process; the others: round trips of two processes on a CPU each, of which a sample is the mean of 100, in"
                    + " Python one") {
        @Override
        List<Case> cases(Contenders contenders, Bench.Options options) {
            return contenders.sync();
        }
    };

    private static final String RING = "ring " + (MitosisTransport.CAPACITY >> 10) + " KiB";

    private final List<Metric> metrics;
    private final String explanation;

    Workload(List<Metric> metrics, String explanation) {
        this.metrics = metrics;
        this.explanation = explanation;
    }

    abstract List<Case> cases(Contenders contenders, Bench.Options options);

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
