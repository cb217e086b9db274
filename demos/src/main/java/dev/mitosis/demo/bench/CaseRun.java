package dev.mitosis.demo.bench;

import dev.mitosis.demo.bench.process.Control;
import dev.mitosis.demo.bench.process.Role;
import dev.mitosis.memory.SharedDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of one case: its processes, from start to end, in a directory of their own that is removed afterwards. */
final class CaseRun implements AutoCloseable {
    private static final String RESULT = "RESULT";
    private static final String MOST = "max";
    private static final Duration START_LIMIT = Duration.ofSeconds(20);
    private static final Duration END_LIMIT = Duration.ofSeconds(2);

    private final Case what;
    private final Plan plan;
    private final Path directory;
    private final Control control;
    private final List<Process> processes = new ArrayList<>();

    CaseRun(Case what, Plan plan) throws IOException {
        this.what = what;
        this.plan = plan;
        this.directory = Files.createDirectory(SharedDirectory.ofThisUser().temporary("bench"));
        this.control = Control.create(directory);
    }

    /** What the measuring process reported, by metric. */
    Map<String, Double> run() throws Exception {
        for (int i = 0; i < what.roles().size(); i++) {
            List<String> command = commandLine(i);
            processes.add(
                    what.cpus().isEmpty()
                            ? start(command)
                            : Cpus.onCpu(what.cpus().get(i), () -> start(command)));
        }
        Process measuring = processes.get(0);
        Duration limit = START_LIMIT.plus(plan.warmup()).plus(plan.measured().multipliedBy(2));
        if (!measuring.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new BenchException(what + " gave no result within " + limit.toSeconds() + " s. " + said(measuring));
        }
        String output = new String(measuring.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (measuring.exitValue() != 0) {
            throw new BenchException(what + " failed with code " + measuring.exitValue() + ": " + lastLines(output));
        }
        Map<String, Double> results = results(output);
        for (int i = 1; i < processes.size(); i++) {
            if (what.roles().get(i) == Role.CONSUMER) {
                add(processes.get(i), results);
            }
        }
        return results;
    }

    /** What another consumer has received counts too. */
    private void add(Process consumer, Map<String, Double> results) throws Exception {
        if (!consumer.waitFor(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new BenchException(what + " has a consumer that does not end. " + said(consumer));
        }
        String output = new String(consumer.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        results(output)
                .forEach(
                        (metric, value) -> results.merge(metric, value, metric.equals(MOST) ? Math::max : Double::sum));
    }

    /** Ends what still runs, and removes the directory. */
    @Override
    public void close() {
        control.stop();
        for (Process process : processes) {
            end(process);
        }
        control.close();
        removeDirectory();
    }

    private List<String> commandLine(int process) {
        List<String> line = new ArrayList<>(what.command());
        line.addAll(List.of(
                what.variant(),
                what.roles().get(process).argument(),
                Integer.toString(what.size()),
                directory.toString(),
                Integer.toString(what.roles().size()),
                Long.toString(plan.warmup().toMillis()),
                Long.toString(plan.measured().toMillis())));
        return line;
    }

    private static Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private Map<String, Double> results(String output) throws BenchException {
        Map<String, Double> results = new HashMap<>();
        output.lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields[0].equals(RESULT) && fields.length == 3)
                .forEach(fields -> results.put(fields[1], Double.parseDouble(fields[2])));
        if (results.isEmpty()) {
            throw new BenchException(what + " ended without a result: " + lastLines(output));
        }
        return results;
    }

    private static String said(Process process) throws IOException {
        int available = process.getInputStream().available();
        return lastLines(new String(process.getInputStream().readNBytes(available), StandardCharsets.UTF_8));
    }

    private static String lastLines(String output) {
        String text = output.strip();
        return text.substring(Math.max(0, text.length() - 600)).replace('\n', ' ');
    }

    private static void end(Process process) {
        try {
            if (!process.waitFor(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private void removeDirectory() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
