package dev.mitosis.demo.example;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import java.io.PrintStream;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Counts primes in two children, each of which takes one half of the numbers. */
final class TwoWorkers implements Example {
    private static final int HALF = 1_000_000;
    private static final int PRIMES_BELOW_TWO_HALVES = 148_933;

    /** What a worker has found, and when it was at it, by the clock that all processes of a machine share. */
    private record Count(long pid, int primes, long begin, long end) implements Serializable {}

    @Override
    public boolean run(StartMethod method, PrintStream out) throws Exception {
        List<ChildProcess<Count>> workers = List.of(
                ChildProcess.builder().method(method).start(() -> count(0)),
                ChildProcess.builder().method(method).start(() -> count(HALF)));
        int primes = 0;
        long together = Long.MAX_VALUE;
        long lastBegin = Long.MIN_VALUE;
        for (ChildProcess<Count> worker : workers) {
            Count count = worker.result();
            out.printf(
                    Locale.ROOT,
                    "process %d found %,d primes in %d ms%n",
                    count.pid(),
                    count.primes(),
                    (count.end() - count.begin()) / 1_000_000);
            primes += count.primes();
            together = Math.min(together, count.end());
            lastBegin = Math.max(lastBegin, count.begin());
        }
        out.printf(
                Locale.ROOT,
                "%,d in all; for %d ms both were at it%n",
                primes,
                Math.max(0, together - lastBegin) / 1_000_000);
        return primes == PRIMES_BELOW_TWO_HALVES;
    }

    private static Count count(int from) {
        long begin = System.nanoTime();
        int primes = (int) IntStream.range(Math.max(2, from), from + HALF)
                .filter(TwoWorkers::isPrime)
                .count();
        return new Count(ProcessHandle.current().pid(), primes, begin, System.nanoTime());
    }

    private static boolean isPrime(int number) {
        for (int divisor = 2; divisor * divisor <= number; divisor++) {
            if (number % divisor == 0) {
                return false;
            }
        }
        return true;
    }
}
