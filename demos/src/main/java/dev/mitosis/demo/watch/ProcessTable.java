package dev.mitosis.demo.watch;

import dev.mitosis.ipc.ProcessInspection;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.queue.QueueInspection;
import dev.mitosis.shared.SharedInspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Child processes as lines of text: how each was started, its age, its memory, and what it has hold of. */
public final class ProcessTable {
    private static final String LINE = "%-28s %-16s %9s %15s %11s  %s%n";
    private static final int KIB = 1024;

    private ProcessTable() {}

    /** Nothing where there are none. */
    public static String of(
            List<ProcessInspection> processes, List<QueueInspection> queues, List<SharedInspection> objects) {
        if (processes.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, LINE, "PROCESS", "STARTED BY", "PID", "PARENT", "MEMORY", "AGE, HOLDS"));
        processes.stream()
                .sorted(Comparator.comparingInt(listed -> listed.process().pid()))
                .forEach(listed -> text.append(line(listed, holds(listed.process(), queues, objects))));
        return text.toString();
    }

    private static List<String> holds(
            ProcessIdentity process, List<QueueInspection> queues, List<SharedInspection> objects) {
        List<String> holds = new ArrayList<>(List.of(age(process)));
        for (QueueInspection queue : queues) {
            queue.participants().stream()
                    .filter(participant -> participant.process().equals(process))
                    .map(participant ->
                            participant.role() + " of " + queue.path().getFileName())
                    .distinct()
                    .forEach(holds::add);
        }
        objects.stream()
                .filter(object -> object.owner().filter(process::equals).isPresent())
                .map(object -> object.kind() + " " + object.path().getFileName())
                .forEach(holds::add);
        return holds;
    }

    private static String line(ProcessInspection listed, List<String> holds) {
        return String.format(
                Locale.ROOT,
                LINE,
                listed.name(),
                listed.method(),
                listed.process().pid(),
                "pid " + listed.parent().pid(),
                memory(listed.process()),
                String.join(", ", holds));
    }

    private static String age(ProcessIdentity process) {
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().startInstant())
                .map(start -> Duration.between(start, Instant.now()).toSeconds())
                .map(seconds -> seconds < 120 ? seconds + " s" : seconds / 60 + " min")
                .orElse("ended");
    }

    /** What it has for itself, and its share of what it has with others. */
    private static String memory(ProcessIdentity process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / KIB + " MiB")
                    .findFirst()
                    .orElse("");
        } catch (IOException notHere) {
            return "";
        }
    }
}
