package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.mitosis.platform.OsException;
import dev.mitosis.testing.InSharedMemory;
import dev.mitosis.testing.Seeded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A filled queue is damaged at random, and then used: whatever it says, nothing worse happens than a refusal. How often,
 * for each topology: {@code -Dcorruption.rounds}.
 */
class CorruptionTest {
    private static final int ROUNDS = Integer.getInteger("corruption.rounds", 3_000);
    private static final long CAPACITY = QueueContract.CAPACITY;
    /** No more messages than this can lie in the ring. */
    private static final int AT_MOST = (int) CAPACITY / RecordWord.WORD_BYTES;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private Path path;
    private Topology topology;

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void randomDamageIsRefusedOrRead(Topology kind) throws InterruptedException {
        topology = kind;
        Random random = Seeded.random("CorruptionTest");
        path = directory.resolve("queue");
        int refused = 0;
        try (MessageQueue queue =
                MessageQueue.at(path).topology(kind).capacity(CAPACITY).open()) {
            fill(queue, random);
        }
        try (QueueFile file = QueueFile.open(path)) {
            byte[] whole = file.content();
            for (int round = 0; round < ROUNDS; round++) {
                file.replace(whole);
                String damage = damage(file, random);
                refused += use(damage) ? 0 : 1;
            }
        }
        assertTrue(refused > ROUNDS / 10 && refused < ROUNDS, "refused=" + refused);
    }

    /** Laps of messages of all lengths; a filler and a nearly full ring remain. */
    private void fill(MessageQueue queue, Random random) {
        Producer producer = queue.producer();
        Consumer consumer = queue.consumer();
        for (int lap = 0; lap < 3; lap++) {
            offerUntilItIsFull(producer, random);
            consumer.drain(message -> {}, 5);
        }
        offerUntilItIsFull(producer, random);
    }

    /** Or for a lap, where it never is. */
    private static void offerUntilItIsFull(Producer producer, Random random) {
        int longest = Math.min(300, producer.maxMessageLength());
        for (int sent = 0; sent < CAPACITY && producer.offer(new byte[random.nextInt(longest)]); sent += longest) {
            // On.
        }
    }

    private static String damage(QueueFile file, Random random) {
        StringBuilder damage = new StringBuilder();
        int words = 1 + random.nextInt(3);
        for (int i = 0; i < words; i++) {
            long offset = place(file, random);
            long value = value(file.get(offset), random);
            if (offset < QueueLayout.CHECKSUM_OFFSET && random.nextBoolean()) {
                file.putChecked(offset, value);
            } else {
                file.put(offset, value);
            }
            damage.append(" at ").append(offset).append(": 0x").append(Long.toHexString(value));
        }
        return damage.toString();
    }

    /** Header, state, head, or, half of the times, the ring; not who takes part, which is for other tests. */
    private static long place(QueueFile file, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(8) * 8L;
            case 1 -> QueueLayout.STATE_OFFSET;
            case 2 -> QueueFile.HEAD_OFFSET;
            default -> QueueFile.RING_OFFSET + random.nextInt((int) (file.length() - QueueFile.RING_OFFSET) / 8) * 8L;
        };
    }

    /** Nonsense, or nearly right. */
    private static long value(long right, Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> random.nextLong();
            case 1 -> right ^ 1L << random.nextInt(64);
            case 2 -> right + random.nextInt(-4096, 4096) * 8L;
            case 3 -> RecordWord.fillerWord(random.nextInt(64) * 8L, random.nextInt(1 << 13) * 8L + 8);
            default -> random.nextInt(3) - 1;
        };
    }

    /** Whether all went as if nothing had happened. */
    private boolean use(String damage) throws InterruptedException {
        try (MessageQueue queue = MessageQueue.at(path).open()) {
            boolean read = refusedOrDone(damage, () -> read(queue));
            boolean written = refusedOrDone(damage, () -> write(queue));
            return read && written;
        } catch (CorruptQueueException | IllegalStateException | IllegalArgumentException | OsException refused) {
            return false;
        }
    }

    private interface Use {
        void run() throws InterruptedException;
    }

    private static boolean refusedOrDone(String damage, Use use) throws InterruptedException {
        try {
            use.run();
            return true;
        } catch (CorruptQueueException | IllegalStateException | IllegalArgumentException refused) {
            return false;
        } catch (RuntimeException | Error worse) {
            return fail("damage" + damage, worse);
        }
    }

    private void read(MessageQueue queue) throws InterruptedException {
        try (Consumer consumer = queue.consumer()) {
            int[] bytes = new int[1];
            int count = consumer.drain(message -> bytes[0] += message.toByteArray().length, Integer.MAX_VALUE);
            assertTrue(count <= AT_MOST, "count=" + count);
            QueueInspection.of(path);
            assertTrue(bytes[0] <= 2 * CAPACITY, "bytes=" + bytes[0]);
            consumer.receive(Duration.ZERO);
        }
    }

    private void write(MessageQueue queue) {
        try (Producer producer = queue.producer()) {
            int count = 0;
            while (count <= 2 * AT_MOST && producer.offer(new byte[20])) {
                count++;
            }
            boolean isHeldBack = topology != Topology.LOSSY_BROADCAST && topology != Topology.BROADCAST;
            assertTrue(count <= AT_MOST || !isHeldBack, "count=" + count);
        }
    }
}
