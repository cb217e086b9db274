package dev.mitosis.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/** Forks with both ends of a queue in its hands. Arguments: file or {@code anonymous}, topology. */
final class InheritingProgram {
    private static final Duration LONG = Duration.ofSeconds(20);

    private InheritingProgram() {}

    public static void main(String[] arguments) throws InterruptedException {
        String place = arguments[0];
        QueueBuilder builder = place.equals("anonymous") ? MessageQueue.anonymous() : MessageQueue.at(Path.of(place));
        try (MessageQueue queue = builder.topology(Topology.valueOf(arguments[1].toUpperCase(Locale.ROOT)))
                .producers(2)
                .open()) {
            Producer producer = queue.producer();
            Consumer consumer = queue.consumer();
            int child = LiveFork.fork();
            if (child == 0) {
                inChild(queue, producer, consumer);
                System.exit(0);
            }
            ExitStatus status = Processes.waitpid(child);
            if (!status.equals(ExitStatus.exited(0))) {
                throw new AssertionError("the child failed, status=" + status);
            }
            producer.send("from the parent".getBytes(UTF_8));
            String[] texts = {text(consumer), text(consumer)};
            Arrays.sort(texts, Comparator.reverseOrder());
            for (String text : texts) {
                System.out.println("parent: " + text);
            }
        }
    }

    private static void inChild(MessageQueue queue, Producer producers, Consumer consumers)
            throws InterruptedException {
        printRefusal(() -> producers.offer(new byte[0]));
        printRefusal(consumers::poll);
        try (Producer own = queue.producer()) {
            own.send("from the child".getBytes(UTF_8));
        }
        queue.close();
    }

    private static void printRefusal(Runnable use) {
        try {
            use.run();
            throw new AssertionError("not refused");
        } catch (IllegalStateException refusal) {
            System.out.println("child: " + refusal.getMessage());
        }
    }

    private static String text(Consumer consumer) throws InterruptedException {
        return new String(consumer.receive(LONG).toByteArray(), UTF_8);
    }
}
