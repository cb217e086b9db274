package dev.mitosis.demo.example;

import dev.mitosis.ipc.Body;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** What a thread costs and what a process costs, measured here and now; times are medians of some. */
final class Comparing implements Example {
    private static final int ROUNDS = 7;
    private static final int NUMBERS = 128 * 1024;
    private static final Path OWN_PAGES = Path.of("/proc/self/smaps_rollup");

    @Override
    public boolean run(StartMethod ignored, PrintStream out) throws Exception {
        out.printf("%-12s %16s %16s %16s%n", "", "start and join", "1 MiB back", "own memory");
        long[] numbers = new long[NUMBERS];
        Arrays.setAll(numbers, index -> index);
        print(
                "thread",
                medianMillis(() -> inThread(() -> 0)),
                medianMillis(() -> inThread(() -> numbers)),
                "shared",
                out);
        boolean whole = true;
        for (StartMethod method : StartMethod.values()) {
            if (method.missingBecause().isEmpty()) {
                print(
                        method.toString(),
                        medianMillis(() -> inProcess(method, () -> 0)),
                        medianMillis(() -> inProcess(method, () -> numbers)),
                        inProcess(method, Comparing::ownMemory),
                        out);
                whole &= Arrays.equals(numbers, inProcess(method, () -> numbers));
            }
        }
        out.println(
                "Threads share everything, and hand over references. A process has a heap of its own, which no other's");
        out.println(
                "collections stop and no other's crash ends. What it returns is copied; a shared queue or array is not.");
        return whole;
    }

    private static void print(String what, double start, double handOver, String memory, PrintStream out) {
        out.printf(Locale.ROOT, "%-12s %13.2f ms %13.2f ms %16s%n", what, start, handOver, memory);
    }

    private static <T> T inThread(Callable<T> body) throws Exception {
        FutureTask<T> task = new FutureTask<>(body);
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
        return task.get();
    }

    private static <T> T inProcess(StartMethod method, Body<T> body) throws Exception {
        ChildProcess<T> child = ChildProcess.builder().method(method).start(body);
        child.join();
        return child.result();
    }

    private static double medianMillis(Callable<?> work) throws Exception {
        long[] nanos = new long[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            work.call();
            nanos[round] = System.nanoTime() - begin;
        }
        Arrays.sort(nanos);
        return nanos[ROUNDS / 2] / 1e6;
    }

    /** What only this process has: pages that a forked one has not written are still its parent's, too. */
    private static String ownMemory() throws IOException {
        if (!Files.isReadable(OWN_PAGES)) {
            return "unknown here";
        }
        try (Stream<String> lines = Files.lines(OWN_PAGES)) {
            long kilobytes = lines.filter(line -> line.startsWith("Private_"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                    .sum();
            return String.format(Locale.ROOT, "%.1f MB", kilobytes / 1024.0);
        }
    }
}
