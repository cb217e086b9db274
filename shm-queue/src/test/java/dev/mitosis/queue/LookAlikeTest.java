package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.InSharedMemory;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

/**
 * The messages of the first lap hold what would be the words of ready records in the second, wherever a record could begin
 * there. Whatever is sent in the second lap, none of it is taken for a message.
 */
class LookAlikeTest {
    private static final int CAPACITY = 1 << 14;
    private static final int FIRST_LAP_RECORD = 128;
    private static final int LONGEST = 100;
    /** So that no batch finds the queue full, and publishes before it ends. */
    private static final int LONGEST_BATCH = 12;
    /** They do not come to the end of the second lap. */
    private static final int MESSAGES = CAPACITY / FIRST_LAP_RECORD - 2 * LONGEST_BATCH;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private Random random;
    private Producer producer;
    private Consumer consumer;
    private final Deque<Long> published = new ArrayDeque<>();
    private final Deque<Long> kept = new ArrayDeque<>();
    private long ringBegin;
    private long sent;

    @RepeatedTest(100)
    void nothingIsReceivedThatWasNotSent(RepetitionInfo repetition) {
        random = new Random(repetition.getCurrentRepetition());
        try (MessageQueue queue = MessageQueue.at(directory.resolve("queue"))
                .topology(Topology.SPSC)
                .capacity(CAPACITY)
                .open()) {
            producer = queue.producer();
            consumer = queue.consumer();
            fillFirstLap();
            while (sent < MESSAGES) {
                if (random.nextBoolean()) {
                    sendBatch();
                } else {
                    send(published);
                }
                assertReceivesAllPublished();
            }
        }
    }

    private void fillFirstLap() {
        for (int begin = 0; begin < CAPACITY; begin += FIRST_LAP_RECORD) {
            int length = FIRST_LAP_RECORD - RecordWord.WORD_BYTES;
            Message message = producer.claim(length);
            ringBegin = begin == 0 ? message.address() - RecordWord.WORD_BYTES : ringBegin;
            for (int at = 0; at < length; at += Long.BYTES) {
                message.putLong(at, RecordWord.word(CAPACITY + begin + RecordWord.WORD_BYTES + at, 0));
            }
            producer.commit();
            assertEquals(length, consumer.poll().length());
        }
        consumer.release();
    }

    private void sendBatch() {
        producer.beginBatch();
        for (int i = random.nextInt(LONGEST_BATCH); i >= 0; i--) {
            send(kept);
            assertReceivesAllPublished();
        }
        producer.endBatch();
        published.addAll(kept);
        kept.clear();
    }

    /** Sends a message in one of the ways there are, perhaps after one that is given up. */
    private void send(Deque<Long> to) {
        if (random.nextInt(4) == 0) {
            write(producer.claim(LONGEST));
            producer.abort();
        }
        int length = Long.BYTES * (1 + random.nextInt(LONGEST / Long.BYTES));
        to.add(sent);
        if (random.nextInt(3) == 0) {
            byte[] message = new byte[length];
            message[0] = (byte) sent;
            assertTrue(producer.offer(message));
        } else {
            write(producer.claim(LONGEST)).putLong(0, sent & 0xff);
            producer.commit(length);
        }
        sent++;
    }

    /** What would be a word of the second lap at any place. */
    private Message write(Message claimed) {
        for (int at = Long.BYTES; at + Long.BYTES <= claimed.length(); at += Long.BYTES) {
            claimed.putLong(at, RecordWord.word(CAPACITY + claimed.address() - ringBegin + at, 0));
        }
        return claimed;
    }

    private void assertReceivesAllPublished() {
        while (!published.isEmpty()) {
            assertEquals(published.remove() & 0xff, consumer.poll().getByte(0) & 0xff);
        }
        assertNull(consumer.poll());
    }
}
