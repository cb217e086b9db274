package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.InSharedMemory;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that have to do without POSIX: files mapped by the JDK, waits that look every so often. */
class FallbackTest {
    private static final String FORCED = "-Dmitosis.fallback=true";

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private RemoteEnd producer;
    private RemoteEnd consumer;

    @BeforeEach
    void start() {
        producer = RemoteEnd.start(FORCED);
        consumer = RemoteEnd.start(FORCED);
    }

    @AfterEach
    void end() {
        producer.close();
        consumer.close();
    }

    @Test
    void messagesGetThroughWhicheverWayTheEndsWait() {
        for (WaitStrategy strategy : WaitStrategy.values()) {
            open(strategy);
            consumer.tell("receive 3");
            producer.does("send 5 3");
            assertEquals("5 6 7", consumer.answer());
            producer.tell("send 0 600");
            assertEquals("0 1 2", consumer.ask("receive 3"));
            assertTrue(consumer.ask("receive 597").endsWith(" 598 599"));
            assertEquals("ok", producer.answer());
            producer.does("leave");
            consumer.does("leave");
        }
    }

    @Test
    void aDeadProducerIsReportedAndReplaced() {
        open(WaitStrategy.BLOCK);
        producer.does("send 1 2").does("stage 100 1");
        assertEquals("1", consumer.ask("receive 1"));
        consumer.tell("receive 2");
        producer.kill();
        String death = consumer.answer();
        assertTrue(death.startsWith("PeerDiedException: ") && death.endsWith("pid=" + producer.pid()), death);
        consumer.does("produce").does("send 3 1");
        assertEquals("3", consumer.ask("receive 1"));
    }

    private void open(WaitStrategy strategy) {
        Path path = directory.resolve(strategy.name());
        producer.open(path, strategy).does("produce");
        consumer.open(path, strategy).does("consume");
    }
}
