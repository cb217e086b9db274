package dev.mitosis.demo.watch;

import dev.mitosis.queue.QueueInspection;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Looks at queues again and again, and says how many messages went through each meanwhile; and at locks and the like: who has them, and
 * who waits.
 */
public final class Top {
    private static final String TO_THE_TOP_AND_CLEAR = "\033[H\033[2J";
    private static final double NANOS = 1e9;

    private final Queues queues;
    private final SharedObjects objects;
    private final PrintStream out;
    private final boolean onScreen;
    private final Map<Path, Long> received = new HashMap<>();
    private long lookedAt;

    /**
     * @param objects shown below the queues
     * @param onScreen whether each view takes the place of the last one
     */
    public Top(Queues queues, SharedObjects objects, PrintStream out, boolean onScreen) {
        this.queues = queues;
        this.objects = objects;
        this.out = out;
        this.onScreen = onScreen;
    }

    /**
     * Until that many views were shown, or this thread is interrupted.
     *
     * @param views 0 for no end
     */
    public void run(Duration interval, int views) throws InterruptedException {
        look();
        for (int shown = 0; views == 0 || shown < views; shown++) {
            Thread.sleep(interval.toMillis());
            out.print((onScreen ? TO_THE_TOP_AND_CLEAR : "") + look());
            out.print(SharedTable.of(objects.look()));
            out.println();
            out.flush();
        }
    }

    private String look() {
        List<QueueInspection> seen = queues.look();
        long now = System.nanoTime();
        double seconds = (now - lookedAt) / NANOS;
        lookedAt = now;
        Map<Path, Double> rates = new HashMap<>();
        for (QueueInspection queue : seen) {
            rate(queue, seconds).ifPresent(rate -> rates.put(queue.path(), rate));
            received.put(queue.path(), queue.received());
        }
        List<QueueInspection> busiestFirst = seen.stream()
                .sorted(Comparator.comparing((QueueInspection queue) -> rates.getOrDefault(queue.path(), 0.0))
                        .reversed()
                        .thenComparing(QueueInspection::path))
                .toList();
        return QueueTable.of(
                busiestFirst,
                "RATE",
                queue -> rates.containsKey(queue.path())
                        ? String.format(Locale.ROOT, "%,.0f msg/s", rates.get(queue.path()))
                        : "new");
    }

    /** Empty for a queue that was not there before, or was made anew. */
    private OptionalDouble rate(QueueInspection queue, double seconds) {
        Long before = received.get(queue.path());
        return before == null || before > queue.received()
                ? OptionalDouble.empty()
                : OptionalDouble.of((queue.received() - before) / seconds);
    }
}
