package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.InSharedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that open the same new name at once. */
class OpenRaceTest {
    private static final int QUEUES = 60;
    private static final int JVMS = 3;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    @Test
    void whoeverOpensANameFirstAllHaveOneQueue() throws IOException {
        List<ChildJvm> jvms = new ArrayList<>();
        try {
            for (int i = 0; i < JVMS; i++) {
                jvms.add(ChildJvm.start(Racer.class, List.of("-XX:TieredStopAtLevel=1"), directory));
            }
            jvms.forEach(jvm -> assertEquals("ready", jvm.readLine()));
            jvms.forEach(jvm -> jvm.writeLine("go"));
            for (int i = 0; i < QUEUES; i++) {
                Set<String> outcomes = new HashSet<>();
                int producers = 0;
                for (ChildJvm jvm : jvms) {
                    String outcome = jvm.readLine();
                    outcomes.add(outcome);
                    producers += outcome.equals("producer") ? 1 : 0;
                }
                assertEquals(1, producers, "queue " + i + " has had " + outcomes);
                assertEquals(Set.of("producer", "refused"), outcomes);
            }
            jvms.forEach(jvm -> jvm.writeLine("end"));
            jvms.forEach(jvm -> assertEquals(0, jvm.awaitEnd()));
        } finally {
            jvms.forEach(ChildJvm::close);
        }
        assertEquals(QUEUES + 1, filesLeft());
    }

    /** The one queue has one producer's place, so exactly one gets it. */
    static final class Racer {
        public static void main(String[] args) throws IOException {
            Path directory = Path.of(args[0]);
            List<MessageQueue> open = new ArrayList<>();
            open.add(
                    MessageQueue.at(directory.resolve("warm-up")).capacity(4096).open());
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            for (int i = 0; i < QUEUES; i++) {
                MessageQueue queue = MessageQueue.at(directory.resolve("queue" + i))
                        .capacity(4096)
                        .open();
                open.add(queue);
                System.out.println(outcome(queue));
            }
            while (System.in.read() != 'e') {
                // The places stay taken until all have tried.
            }
            open.forEach(MessageQueue::close);
        }

        private static String outcome(MessageQueue queue) {
            try {
                return queue.producer().maxMessageLength() > 0 ? "producer" : "no room";
            } catch (IllegalStateException taken) {
                return "refused";
            }
        }
    }

    private long filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
