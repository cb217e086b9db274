package dev.mitosis.demo.tour;

import dev.mitosis.demo.bench.Bench;
import dev.mitosis.demo.tree.ForkTree;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.platform.Platform;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.Message;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.QueueClosedException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The main job, step by step: processes, a queue between two of them, and how fast it is. */
public final class Tour {
    private static final int FORKS = 3;
    private static final long MESSAGES = 5_000_000;

    private final PrintStream out;

    public Tour(PrintStream out) {
        this.out = out;
    }

    /** Shows everything; says whether everything was right. */
    public boolean run() throws Exception {
        StartMethod method = StartMethod.preferred();
        out.printf(
                "Mitosis on %s, JDK %s.%n%n",
                Platform.current(), Runtime.version().feature());
        out.printf("1. Processes: %d in a row make 2^%d, by %s.%n%n", FORKS, FORKS, method);
        boolean treeIsRight = new ForkTree(FORKS, method).run(out);

        out.printf(
                Locale.ROOT,
                "%n2. A queue: a child sends %,d numbers through shared memory, its parent adds them up.%n%n",
                MESSAGES);
        boolean sumIsRight = sumUp(method);

        out.printf("%n3. Throughput, beside what the JDK has.%n%n");
        new Bench(Bench.Options.glimpse(), out).run(List.of("throughput"));
        out.printf("%nMore: ./mitosis bench, ./mitosis doctor, ./mitosis --help%n");
        return treeIsRight && sumIsRight;
    }

    private boolean sumUp(StartMethod method) throws InterruptedException {
        Path path = SharedDirectory.ofThisUser().temporary("tour");
        try (MessageQueue queue = MessageQueue.at(path).open();
                Consumer consumer = queue.consumer()) {
            ChildProcess<Void> sender =
                    ChildProcess.start(method, TourSender.class, List.of(path.toString(), Long.toString(MESSAGES)));
            Message first = consumer.receive();
            long begin = System.nanoTime();
            long sum = first.getLong(0);
            try {
                while (true) {
                    sum += consumer.receive().getLong(0);
                }
            } catch (QueueClosedException allReceived) {
                return report(sum, System.nanoTime() - begin, sender.pid(), sender.join());
            }
        } finally {
            path.toFile().delete();
        }
    }

    private boolean report(long sum, long nanos, long pid, ExitStatus status) {
        long expected = MESSAGES * (MESSAGES - 1) / 2;
        out.printf(
                Locale.ROOT,
                "   process %d %s; the sum is %,d, which is %s; %,d messages took %d ms.%n",
                pid,
                status,
                sum,
                sum == expected ? "right" : "wrong",
                MESSAGES,
                nanos / 1_000_000);
        return sum == expected && status.isSuccess();
    }
}
