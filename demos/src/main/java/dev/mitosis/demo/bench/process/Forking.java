package dev.mitosis.demo.bench.process;

import dev.mitosis.ipc.StartMethod;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Makes children of a JVM whose heap is full, one after the other, and takes the time: {@code mitosis} or {@code raw}, and
 * then {@code fork}, until the call returns; {@code start+join}, until the child has ended and is reaped; or {@code stall},
 * as {@link HeapWriter} feels it. For the first two, the JVM is forked in both ways by turns, and one of them is measured: a
 * process that is forked live has touched more memory than one that is not, and both are to be measured in the same process.
 * {@code new-jvm start+join} starts a JVM instead. It may end with the number of {@link #THREADS} that sleep in the JVM meanwhile.
 */
public final class Forking implements Contender {
    private static final int MEGABYTE = 1 << 20;
    /** What the JVM has for everything else: its young generation, and some. */
    private static final int NOT_FILLED = 9 * MEGABYTE;

    /** Behind the number of threads that sleep, at the end of a variant. */
    public static final String THREADS = "threads";

    @FunctionalInterface
    private interface Birth {
        void measure(Samples samples) throws Exception;
    }

    @Override
    public void play(Run run) throws Exception {
        byte[][] heap = new byte[Math.max(1, (run.size() - NOT_FILLED) / MEGABYTE)][MEGABYTE];
        try {
            String[] variant = run.contender().split(" ", -1);
            if (variant[variant.length - 1].equals(THREADS)) {
                startSleepers(Integer.parseInt(variant[variant.length - 2]));
            }
            Birth birth = birth(variant, heap);
            Samples samples = new Samples(run);
            do {
                birth.measure(samples);
            } while (!samples.isOver(System.nanoTime()));
            samples.report(1);
        } finally {
            Reference.reachabilityFence(heap);
        }
    }

    private static Birth birth(String[] variant, byte[][] heap) {
        if (variant[0].equals("new-jvm")) {
            return Forking::startJvm;
        }
        Childbirth way = Childbirth.named(variant[0]);
        if (variant[1].equals("stall")) {
            List<HeapWriter> writers = HeapWriter.start(heap);
            return samples -> stall(way, writers, samples);
        }
        boolean joined = variant[1].equals("start+join");
        List<Childbirth> others = StartMethod.FORK.missingBecause().isEmpty()
                ? Stream.of(Childbirth.values()).filter(other -> other != way).toList()
                : List.of();
        return samples -> {
            others.forEach(other -> other.reap(other.forkAndExit()));
            fork(way, joined, samples);
        };
    }

    private static void startSleepers(int count) {
        for (int i = 0; i < count; i++) {
            Thread sleeper = new Thread(Forking::sleep, "sleeper");
            sleeper.setDaemon(true);
            sleeper.start();
        }
    }

    private static void sleep() {
        while (true) {
            LockSupport.park();
        }
    }

    private static void fork(Childbirth way, boolean joined, Samples samples) {
        long begin = System.nanoTime();
        int pid = way.forkAndExit();
        long forked = System.nanoTime();
        if (way.reap(pid)) {
            samples.add(begin, (joined ? System.nanoTime() : forked) - begin);
        }
    }

    private static void startJvm(Samples samples) throws Exception {
        long begin = System.nanoTime();
        int code = Childbirth.newJvm().waitFor();
        if (code != 0) {
            throw new IllegalStateException("the new JVM failed, code=" + code);
        }
        samples.add(begin, System.nanoTime() - begin);
    }

    private static void stall(Childbirth way, List<HeapWriter> writers, Samples samples) {
        writers.forEach(HeapWriter::forgetPauses);
        long begin = System.nanoTime();
        int pid = way.forkAndSleep();
        try {
            writers.forEach(HeapWriter::awaitWholePass);
        } finally {
            Processes.kill(pid, Signal.SIGKILL);
            Processes.waitpid(pid);
        }
        samples.add(
                begin,
                writers.stream().mapToLong(HeapWriter::longestPause).max().orElse(0));
    }
}
