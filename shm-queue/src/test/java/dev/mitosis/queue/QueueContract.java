package dev.mitosis.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.InSharedMemory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What every queue does, whatever its topology: an open queue with both ends, and words to speak of it. */
abstract class QueueContract {
    static final long CAPACITY = QueueHeader.SMALLEST_CAPACITY;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    MessageQueue queue;
    Producer producer;
    Consumer consumer;

    /** More places than a test takes, where there can be more than one. */
    private static final int PLACES = 3;

    private static final int SLOT_BYTES = 2048;

    private final Topology topology;

    QueueContract(Topology topology) {
        this.topology = topology;
    }

    @BeforeEach
    void open() {
        queue = openAgain();
        producer = queue.producer();
        consumer = queue.consumer();
    }

    @AfterEach
    void close() {
        queue.close();
    }

    /** Another view of the same queue, as another process would have it. */
    MessageQueue openAgain() {
        return open(WaitStrategy.BLOCK);
    }

    int places(Role role) {
        return Math.min(PLACES, topology.most(role));
    }

    /** As many bytes in all, or as many slots as there are short messages in that. */
    private MessageQueue open(WaitStrategy strategy) {
        QueueBuilder builder = MessageQueue.at(directory.resolve("queue"))
                .topology(topology)
                .producers(places(Role.PRODUCER))
                .consumers(places(Role.CONSUMER))
                .waitStrategy(strategy);
        if (topology == Topology.MPMC) {
            return builder.capacity(SLOT_BYTES * CAPACITY / RecordWord.GAP_BYTES)
                    .maxMessageLength(SLOT_BYTES - RecordWord.GAP_BYTES)
                    .open();
        }
        return builder.capacity(CAPACITY).open();
    }

    /** Goes on with a view of the same queue whose ends wait in this way. */
    void waitBy(WaitStrategy strategy) {
        queue.close();
        queue = open(strategy);
        producer = queue.producer();
        consumer = queue.consumer();
    }

    /** Bytes that differ from message to message and from place to place. */
    static byte[] bytes(int message, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (message * 31 + i * 7 + 1);
        }
        return bytes;
    }

    void offer(String... texts) {
        for (String text : texts) {
            assertTrue(producer.offer(text.getBytes(UTF_8)), text);
        }
    }

    /** Fills the queue with messages of 56 bytes and says how many there were. */
    int fill() {
        int count = 0;
        while (producer.offer(bytes(count, 56))) {
            count++;
        }
        return count;
    }

    void assertNext(byte[] expected) {
        Message message = consumer.poll();
        assertNotNull(message, "no message is there");
        assertArrayEquals(expected, message.toByteArray());
    }

    /** All that is there, and nothing else, in this order. */
    void assertReceives(String... texts) {
        List<String> received = new ArrayList<>();
        for (Message message = consumer.poll(); message != null; message = consumer.poll()) {
            received.add(text(message));
        }
        assertEquals(List.of(texts), received);
    }

    static String text(Message message) {
        return new String(message.toByteArray(), UTF_8);
    }

    static void assertRefused(Class<? extends RuntimeException> type, String ending, Executable misuse) {
        String message = assertThrows(type, misuse).getMessage();
        assertTrue(message.endsWith(ending), message);
    }
}
