package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.InSharedMemory;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program keeps one thing that it got from a queue, and the collector has taken the rest. */
class ReachabilityTest {
    @TempDir(factory = InSharedMemory.class)
    Path directory;

    @Test
    void aMessageIsStillThere() {
        assertSurvives(KeepsMessage.class);
    }

    @Test
    void aMessagesBytesAreStillThere() {
        assertSurvives(KeepsBytes.class);
    }

    @Test
    void anEndStillWorks() {
        assertSurvives(KeepsConsumer.class);
    }

    private void assertSurvives(Class<?> program) {
        ChildJvm.Ended ended = ChildJvm.run(
                program,
                List.of("-XX:TieredStopAtLevel=1", "-XX:ErrorFile=/dev/null", "-XX:-CreateCoredumpOnCrash"),
                directory.resolve("queue"));
        assertEquals(0, ended.exitValue(), ended.output());
        assertTrue(ended.output().endsWith("42\n"), ended.output());
    }

    static final class KeepsMessage {
        public static void main(String[] args) throws InterruptedException {
            Message message = consumer(args[0]).poll();
            collect();
            System.out.println(message.getLong(0));
        }
    }

    static final class KeepsBytes {
        public static void main(String[] args) throws InterruptedException {
            var bytes = consumer(args[0]).poll().bytes();
            collect();
            System.out.println(bytes.readLong());
        }
    }

    static final class KeepsConsumer {
        public static void main(String[] args) throws InterruptedException {
            Consumer consumer = consumer(args[0]);
            collect();
            System.out.println(consumer.poll().getLong(0));
        }
    }

    private static Consumer consumer(String path) {
        MessageQueue queue = MessageQueue.at(Path.of(path)).capacity(4096).open();
        try (Producer producer = queue.producer()) {
            producer.claim(8).putLong(0, 42);
            producer.commit();
        }
        return queue.consumer();
    }

    /** Unmapping is work of the thread that also hands out what has been enqueued after it. */
    private static void collect() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        for (int i = 0; i < 3; i++) {
            PhantomReference<Object> reference = new PhantomReference<>(new Object(), collected);
            System.gc();
            collected.remove();
            reference.clear();
        }
    }
}
