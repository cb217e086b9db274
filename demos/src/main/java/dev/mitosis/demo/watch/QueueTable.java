package dev.mitosis.demo.watch;

import dev.mitosis.queue.QueueInspection;
import dev.mitosis.queue.QueueInspection.Participant;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Queues and their processes as lines of text. */
public final class QueueTable {
    private static final String QUEUE = "%-28s %-16s %9s %15s %11s  %s%n";
    private static final int KIB = 1024;

    private QueueTable() {}

    /**
     * @param column what stands in the fourth column, and what a queue has there
     */
    static String of(List<QueueInspection> queues, String column, Function<QueueInspection, String> value) {
        if (queues.isEmpty()) {
            return "No queue is here." + System.lineSeparator();
        }
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, QUEUE, "QUEUE", "TOPOLOGY", "CAPACITY", column, "RECOVERIES", "STATE"));
        for (QueueInspection queue : queues) {
            text.append(String.format(
                    Locale.ROOT,
                    QUEUE,
                    queue.path().getFileName(),
                    queue.topology(),
                    bytes(queue.capacity()),
                    value.apply(queue),
                    queue.recoveries(),
                    state(queue)));
            queue.participants().forEach(participant -> text.append(line(participant)));
        }
        return text.toString();
    }

    /** With what each queue has received so far. */
    public static String of(List<QueueInspection> queues) {
        return of(queues, "RECEIVED", queue -> String.format(Locale.ROOT, "%,d", queue.received()));
    }

    private static String line(Participant participant) {
        boolean reads = participant.lag() > 0;
        return String.format(
                Locale.ROOT,
                "  %-26s pid %-12d %9s %15s%n",
                participant.role().toString() + " " + participant.place(),
                participant.process().pid(),
                state(participant),
                reads ? "lag " + bytes(participant.lag()) : "");
    }

    private static String state(Participant participant) {
        if (!participant.isAlive()) {
            return "dead";
        }
        return participant.isAsleep() ? "asleep" : "awake";
    }

    private static String state(QueueInspection queue) {
        if (queue.isShutDown()) {
            return "shut down";
        }
        if (queue.isInUse()) {
            return "in use";
        }
        return queue.isLeftByTheDead() ? "left by the dead: see mitosis gc" : "idle";
    }

    private static String bytes(long bytes) {
        if (bytes < KIB) {
            return bytes + " B";
        }
        return bytes < KIB * KIB ? bytes / KIB + " KiB" : bytes / KIB / KIB + " MiB";
    }
}
