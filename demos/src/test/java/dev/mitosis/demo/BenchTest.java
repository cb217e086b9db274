package dev.mitosis.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.ipc.StartMethod;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** That the bench measures and reports; not how fast anything is. */
final class BenchTest {
    private static final Pattern FIGURE = Pattern.compile("\\{\"workload\":\"(\\w+)\",\"contender\":\"([\\w-]+)\","
            + "\"params\":\"([^\"]+)\",\"metric\":\"([\\w.]+)\",\"unit\":\"([\\w/]+)\",\"value\":([0-9.]+)}");

    @Test
    void reportsThroughputAsJsonAndNothingElse() throws Exception {
        MitosisCommand command =
                MitosisCommand.run("bench", "throughput", "--json", "--rounds=1", "--size=64", "--duration=50");
        assertEquals(0, command.code(), command.err());
        assertEquals("", command.err());
        assertEquals(Set.of("mitosis", "pipe", "unix-socket", "tcp"), figures(command, "throughput", "rate", "msg/s"));
        for (String params :
                List.of("spsc 64B batched", "mpsc 2x1 64B", "mpmc 1x2 64B", "mpmc 2x2 64B", "broadcast 1x2 64B")) {
            assertTrue(command.out().contains("\"params\":\"" + params + "\""), command.out());
        }
    }

    @Test
    void reportsLatencyAsJson() throws Exception {
        MitosisCommand command = MitosisCommand.run("bench", "latency", "--json", "--rounds=1", "--duration=50");
        assertEquals(0, command.code(), command.err());
        assertEquals(
                Set.of("mitosis", "raw", "pipe", "unix-socket", "tcp"), figures(command, "latency", "p99.9", "ns"));
    }

    @Test
    void reportsSynchronisationAsJson() throws Exception {
        MitosisCommand command = MitosisCommand.run("bench", "sync", "--json", "--rounds=1", "--duration=50");
        assertEquals(0, command.code(), command.err());
        assertEquals(Set.of("mitosis"), figures(command, "sync", "rate", "ops/s"));
        assertEquals(Set.of("mitosis"), figures(command, "sync", "p50", "ns"));
        for (String params :
                List.of("lock uncontended", "lock contended", "event", "condition", "semaphore", "barrier")) {
            assertTrue(command.out().contains("\"params\":\"" + params + "\""), command.out());
        }
    }

    @Test
    void reportsForksAsJson() throws Exception {
        MitosisCommand command =
                MitosisCommand.run("bench", "fork", "--quick", "--json", "--rounds=1", "--heap=16", "--duration=50");
        assertEquals(0, command.code(), command.err());
        assertEquals("", command.err());
        Set<String> contenders = new TreeSet<>(Set.of("raw", "new-jvm"));
        if (StartMethod.FORK.missingBecause().isEmpty()) {
            contenders.add("mitosis");
        }
        assertEquals(contenders, figures(command, "fork", "p50", "ns"));
        for (String params : List.of("fork 16MB", "start+join 16MB", "stall 16MB")) {
            assertTrue(command.out().contains("\"params\":\"" + params + "\""), command.out());
        }
    }

    @Test
    void reportsStartsAsJson() throws Exception {
        MitosisCommand command = MitosisCommand.run("bench", "start", "--json", "--rounds=1", "--duration=50");
        assertEquals(0, command.code(), command.err());
        assertEquals("", command.err());
        boolean forks = StartMethod.FORK.missingBecause().isEmpty();
        assertEquals(
                forks ? Set.of("mitosis", "raw", "new-jvm") : Set.of("mitosis", "new-jvm"),
                figures(command, "start", "p50", "ns"));
        for (StartMethod method : StartMethod.values()) {
            String params = method.name().toLowerCase(Locale.ROOT);
            assertTrue(command.out().contains("\"params\":\"" + params + "\""), command.out());
        }
    }

    @Test
    void startsNewJvmsOnlyWherePosixIsMissing() throws Exception {
        MitosisCommand command = MitosisCommand.run(
                List.of("-Dmitosis.fallback=true"),
                "bench",
                "fork",
                "--quick",
                "--json",
                "--rounds=1",
                "--heap=16",
                "--duration=50");
        assertEquals(0, command.code(), command.err());
        assertEquals(Set.of("new-jvm"), figures(command, "fork", "p50", "ns"));
    }

    @Test
    void reportsATableWithItsConditions() throws Exception {
        MitosisCommand command = MitosisCommand.run("bench", "throughput", "--rounds=2", "--size=16", "--duration=50");
        assertEquals(0, command.code(), command.err());
        assertTrue(command.out().contains("2 rounds of 50 ms"), command.out());
        assertTrue(command.out().contains("ring 256 KiB"), command.out());
        assertTrue(command.out().contains("noise: a bare round trip"), command.out());
    }

    @Test
    void runsThroughMappedFilesWherePosixIsMissing() throws Exception {
        MitosisCommand command = MitosisCommand.run(
                List.of("-Dmitosis.fallback=true"),
                "bench",
                "throughput",
                "--json",
                "--rounds=1",
                "--size=16",
                "--duration=50");
        assertEquals(0, command.code(), command.err());
        assertEquals(Set.of("mitosis", "unix-socket", "tcp"), figures(command, "throughput", "rate", "msg/s"));
    }

    /** The contenders of the figures with this metric, each of which is well formed and positive. */
    private static Set<String> figures(MitosisCommand command, String workload, String metric, String unit) {
        Matcher figures = FIGURE.matcher(command.out());
        Set<String> contenders = new TreeSet<>();
        while (figures.find()) {
            assertEquals(workload, figures.group(1));
            assertTrue(Double.parseDouble(figures.group(6)) > 0, figures.group());
            if (figures.group(4).equals(metric)) {
                assertEquals(unit, figures.group(5));
                contenders.add(figures.group(2));
            }
        }
        assertEquals("[", command.out().strip().replaceAll("(?s)[{].*", ""), command.out());
        return contenders;
    }
}
