package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.InSharedMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What others wrote over a queue that is in use. */
class DamagedRingTest {
    private static final long CAPACITY = QueueContract.CAPACITY;
    private static final int RECORD = 64;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private MessageQueue queue;
    private QueueFile file;

    @BeforeEach
    void open() {
        Path path = directory.resolve("queue");
        queue = MessageQueue.at(path).capacity(CAPACITY).open();
        file = QueueFile.open(path);
        try (Producer producer = queue.producer()) {
            for (int i = 0; i < 5; i++) {
                assertTrue(producer.offer(new byte[RECORD - RecordWord.WORD_BYTES]));
            }
        }
    }

    @AfterEach
    void close() {
        file.close();
        queue.close();
    }

    /** Words that no producer writes behind the first record. */
    static LongStream wrongWords() {
        return LongStream.of(
                1,
                -1,
                RecordWord.word(RECORD + 8, 8),
                RecordWord.word(RECORD + CAPACITY, 8),
                RecordWord.word(RECORD, (int) CAPACITY / 2 - 15),
                RecordWord.word(RECORD, (1 << 29) - 1),
                RecordWord.fillerWord(RECORD, 16),
                RecordWord.fillerWord(RECORD, CAPACITY - RECORD),
                RecordWord.fillerWord(RECORD, CAPACITY),
                RecordWord.word(RECORD, 8) & ~(1L << 31));
    }

    @ParameterizedTest
    @MethodSource("wrongWords")
    void aWrongRecordWordStopsEverybodyWhoMeetsIt(long word) {
        file.put(QueueFile.RING_OFFSET + RECORD, word);
        assertCorrupt("record", queue::producer);
        Consumer consumer = queue.consumer();
        assertNotNull(consumer.poll());
        assertCorrupt("record", consumer::poll);
        assertCorrupt("record", () -> consumer.drain(message -> {}, 1));
        assertCorrupt("record", () -> consumer.receive(Duration.ofSeconds(20)));
        consumer.close();
    }

    @Test
    void aProducerThatMetDamageHasNotTakenItsPlace() {
        long right = file.get(QueueFile.RING_OFFSET + RECORD);
        file.put(QueueFile.RING_OFFSET + RECORD, -1);
        assertCorrupt("record", queue::producer);
        assertEquals(0, file.get(QueueFile.identityOffset(QueueFile.PRODUCER_ENTRY)));
        file.put(QueueFile.RING_OFFSET + RECORD, right);
        assertNotNull(queue.producer());
    }

    @Test
    void aMessageThatReachesBeyondTheRing() {
        try (Producer producer = queue.producer();
                Consumer consumer = queue.consumer()) {
            while (producer.offer(new byte[RECORD - RecordWord.WORD_BYTES])) {
                // Fill it.
            }
            consumer.drain(message -> {}, 60);
            long last = CAPACITY - 2 * RECORD;
            file.put(QueueFile.RING_OFFSET + last, RecordWord.word(last, 2 * RECORD));
            consumer.drain(message -> {}, 2);
            assertCorrupt("record", consumer::poll);
        }
        assertCorrupt("record", queue::producer);
    }

    @ParameterizedTest
    @ValueSource(longs = {-8, 1, 4, Long.MIN_VALUE, Long.MAX_VALUE})
    void aHeadThatIsNoPosition(long head) {
        file.put(QueueFile.HEAD_OFFSET, head);
        assertCorrupt("head", queue::producer);
        assertCorrupt("head", queue::consumer);
        assertEquals(0, file.get(QueueFile.identityOffset(QueueFile.CONSUMER_ENTRY)));
    }

    @ParameterizedTest
    @ValueSource(longs = {-16, 12, 4096, 1L << 40, Long.MAX_VALUE & -8})
    void aHeadWhereTheConsumerCannotBeStopsTheProducer(long head) {
        try (Producer producer = queue.producer()) {
            file.put(QueueFile.HEAD_OFFSET, head);
            assertCorrupt("head", () -> producer.claim(producer.maxMessageLength()));
        }
    }

    @Test
    void aHeadInTheMiddleOfARecord() {
        file.put(QueueFile.HEAD_OFFSET, RECORD + 8);
        file.put(QueueFile.RING_OFFSET + RECORD + 8, -1);
        assertCorrupt("record", queue::producer);
        try (Consumer consumer = queue.consumer()) {
            assertCorrupt("record", consumer::poll);
        }
    }

    @Test
    void recordsWithoutAnEnd() {
        for (long at = 0; at < CAPACITY; at += 8) {
            file.put(QueueFile.RING_OFFSET + at, RecordWord.word(at, 0));
        }
        assertThrows(CorruptQueueException.class, queue::producer);
        try (Consumer consumer = queue.consumer()) {
            assertTrue(consumer.drain(message -> {}, Integer.MAX_VALUE) <= CAPACITY / 8);
        }
    }

    @Test
    void aStateThatThereIsNotIsTakenForShutDown() {
        file.put(QueueLayout.STATE_OFFSET, 12345);
        try (Producer producer = queue.producer()) {
            assertThrows(QueueClosedException.class, () -> producer.claim(8));
        }
    }

    private static void assertCorrupt(String field, Executable use) {
        CorruptQueueException corrupt = assertThrows(CorruptQueueException.class, use);
        assertEquals(field, corrupt.field());
    }
}
