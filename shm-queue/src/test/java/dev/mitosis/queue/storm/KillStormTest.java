package dev.mitosis.queue.storm;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.WaitStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How many kills of spawned processes: {@code -Dstorm.kills}, and five times as many of forked ones; which: {@code -Dstorm.seed}, as printed by the run that is to be repeated. The
 * seed decides who is killed when; what the processes do meanwhile, the scheduler decides.
 */
final class KillStormTest {
    private static final int KILLS = Integer.getInteger("storm.kills", 40);
    private static final long SEED = Long.getLong("storm.seed", System.nanoTime());
    private static final List<WaitStrategy> STRATEGIES = List.of(WaitStrategy.values());
    private static final int CAPACITY = 1 << 15;
    private static final long LONGEST_LIFE_NANOS = 30_000_000;
    private static final long PATIENCE_SECONDS = 60;

    private final Random random = new Random(SEED);
    private Path directory;
    private StormBoard board;
    private MessageQueue queue;
    private Nursery nursery;
    private StormChild producer;
    private StormChild consumer;
    private StormChild nextProducer;
    private StormChild nextConsumer;
    private int producers;

    private void prepare(Nursery.Kind kind, int kills) throws IOException {
        System.out.println("kill storm, " + kind + ": -Dstorm.kills=" + KILLS + " -Dstorm.seed=" + SEED);
        directory = Files.createDirectory(SharedDirectory.ofThisUser().temporary("storm"));
        board = StormBoard.create(directory.resolve("board"), kills + 2);
        queue = MessageQueue.at(directory.resolve("queue")).capacity(CAPACITY).open();
        nursery = kind.open(directory);
        nextProducer = prepareProducer();
        nextConsumer = prepareConsumer();
    }

    @AfterEach
    void cleanUp() throws IOException {
        for (StormChild child : new StormChild[] {producer, consumer, nextProducer, nextConsumer}) {
            if (child != null) {
                child.end();
            }
        }
        if (nursery != null) {
            nursery.close();
        }
        queue.close();
        board.close();
        for (String file : List.of("board", "queue")) {
            Files.deleteIfExists(directory.resolve(file));
        }
        Files.delete(directory);
    }

    @ParameterizedTest
    @EnumSource
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void survivesKillsOfEitherEnd(Nursery.Kind kind) throws Exception {
        int kills = KILLS * kind.kills();
        prepare(kind, kills);
        replaceProducer();
        replaceConsumer();
        for (int kill = 0; kill < kills; kill++) {
            long before = board.seen();
            awaitProgress("messages flow after kill " + kill, () -> board.seen() > before);
            LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_LIFE_NANOS));
            if (random.nextBoolean()) {
                producer.kill();
                replaceProducer();
            } else {
                consumer.kill();
                replaceConsumer();
            }
        }
        board.stop().senders();
        producer.join(PATIENCE_SECONDS);
        board.stop().all();
        consumer.join(PATIENCE_SECONDS);
        long last = board.seen();
        if (StormMessage.sequence(last) + 1 < board.committed(StormMessage.producer(last))) {
            throw new AssertionError("lost at the end: " + StormMessage.describe(last));
        }
    }

    private void replaceProducer() throws IOException {
        producer = nextProducer;
        producer.letGo();
        nextProducer = prepareProducer();
    }

    private void replaceConsumer() throws IOException {
        consumer = nextConsumer;
        consumer.letGo();
        nextConsumer = prepareConsumer();
    }

    private StormChild prepareProducer() throws IOException {
        return nursery.prepare(
                StormPlayer.PRODUCER, List.of(queuePath(), boardPath(), anyStrategy(), Integer.toString(producers++)));
    }

    private StormChild prepareConsumer() throws IOException {
        return nursery.prepare(StormPlayer.CONSUMER, List.of(queuePath(), boardPath(), anyStrategy()));
    }

    private String anyStrategy() {
        return STRATEGIES.get(random.nextInt(STRATEGIES.size())).name();
    }

    private String queuePath() {
        return directory.resolve("queue").toString();
    }

    private String boardPath() {
        return directory.resolve("board").toString();
    }

    private void awaitProgress(String what, BooleanSupplier condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (!producer.isAlive()) {
                producer.join(0);
            }
            if (!consumer.isAlive()) {
                consumer.join(0);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("not in time: " + what + "\n" + producer.dump() + "\n" + consumer.dump());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
