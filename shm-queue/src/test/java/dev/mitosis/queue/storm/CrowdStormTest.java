package dev.mitosis.queue.storm;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.queue.Topology;
import dev.mitosis.queue.WaitStrategy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two producers and, where there can be, two consumers, of which any is killed at any moment and replaced. How many kills for
 * each topology: half of {@code -Dstorm.kills} of spawned processes, and five times as many of forked ones; which: {@code -Dstorm.seed}.
 */
final class CrowdStormTest {
    private static final int KILLS = Math.max(1, Integer.getInteger("storm.kills", 40) / 2);
    private static final long SEED = Long.getLong("storm.seed", System.nanoTime());
    private static final List<WaitStrategy> STRATEGIES = List.of(WaitStrategy.values());
    private static final int PRODUCERS = 2;
    /** Of a spawned process. */
    private static final long LONGEST_LIFE_NANOS = 30_000_000;

    private static final long PATIENCE_SECONDS = 60;

    private final Random random = new Random(SEED);
    private final List<StormChild> alive = new ArrayList<>();
    private final Map<StormChild, Integer> producers = new HashMap<>();
    private final Map<StormPlayer, StormChild> next = new HashMap<>();
    private final Map<StormPlayer, Integer> started = new HashMap<>();
    private Path directory;
    private CrowdBoard board;
    private Nursery nursery;

    @AfterEach
    void cleanUp() throws IOException {
        alive.forEach(StormChild::end);
        next.values().forEach(StormChild::end);
        if (nursery != null) {
            nursery.close();
        }
        board.close();
        for (String file : List.of("board", "queue")) {
            Files.deleteIfExists(directory.resolve(file));
        }
        Files.delete(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "MPSC, SPAWNING",
        "MPSC, FORKING",
        "MPMC, SPAWNING",
        "MPMC, FORKING",
        "BROADCAST, SPAWNING",
        "BROADCAST, FORKING"
    })
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void survivesKillsOfAny(Topology topology, Nursery.Kind kind) throws Exception {
        int kills = KILLS * kind.kills();
        System.out.println(
                "kill storm, " + topology + ", " + kind + ": -Dstorm.kills=" + 2 * KILLS + " -Dstorm.seed=" + SEED);
        int consumers = topology == Topology.MPSC ? 1 : 2;
        directory = Files.createDirectory(SharedDirectory.ofThisUser().temporary("crowd"));
        board = CrowdBoard.create(directory.resolve("board"), kills + PRODUCERS + 1);
        nursery = kind.open(directory);
        CrowdQueue.make(directory.resolve("queue"), topology, PRODUCERS, consumers);
        for (int i = 0; i < consumers; i++) {
            start(i, StormPlayer.CROWD_CONSUMER);
        }
        for (int i = 0; i < PRODUCERS; i++) {
            start(consumers + i, StormPlayer.CROWD_PRODUCER);
        }
        int idle = 0;
        for (int kill = 0; kill < kills; kill++) {
            awaitProgress(topology, "messages flow after kill " + kill);
            LockSupport.parkNanos((long) (random.nextDouble() * LONGEST_LIFE_NANOS / kind.kills()));
            idle += topology != Topology.BROADCAST && haveProducersSentAll() ? 1 : 0;
            int victim = random.nextInt(alive.size());
            alive.get(victim).kill();
            start(victim, victim < consumers ? StormPlayer.CROWD_CONSUMER : StormPlayer.CROWD_PRODUCER);
        }
        System.out.println("kills while nothing flowed: " + idle + " of " + kills);
        board.stop().senders();
        for (StormChild sender : alive.subList(consumers, alive.size())) {
            sender.join(PATIENCE_SECONDS);
        }
        board.stop().all();
        for (StormChild receiver : alive.subList(0, consumers)) {
            receiver.join(PATIENCE_SECONDS);
        }
        if (topology != Topology.BROADCAST) {
            checkDeliveries();
        }
    }

    /** The place of the one before it is free when it comes. */
    private void start(int at, StormPlayer player) throws IOException {
        StormChild child = next.containsKey(player) ? next.remove(player) : prepare(player);
        if (at < alive.size()) {
            alive.set(at, child);
        } else {
            alive.add(child);
        }
        child.letGo();
        next.put(player, prepare(player));
    }

    private StormChild prepare(StormPlayer player) throws IOException {
        int number = started.merge(player, 1, Integer::sum) - 1;
        String strategy = STRATEGIES.get(random.nextInt(STRATEGIES.size())).name();
        StormChild child = nursery.prepare(
                player,
                List.of(
                        directory.resolve("queue").toString(),
                        directory.resolve("board").toString(),
                        strategy,
                        Integer.toString(number)));
        if (player == StormPlayer.CROWD_PRODUCER) {
            producers.put(child, number);
        }
        return child;
    }

    private void awaitProgress(Topology topology, String what) throws Exception {
        long before = delivered();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (delivered() == before && !(topology != Topology.BROADCAST && haveProducersSentAll())) {
            for (StormChild child : alive) {
                if (!child.isAlive()) {
                    child.join(0);
                    throw new AssertionError("it has ended too early");
                }
            }
            if (System.nanoTime() - deadline > 0) {
                StringBuilder dumps = new StringBuilder("not in time: " + what);
                for (StormChild child : alive) {
                    dumps.append('\n').append(child.dump());
                }
                throw new AssertionError(dumps.toString());
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Then nothing flows until one of them is killed. */
    private boolean haveProducersSentAll() {
        return alive.stream()
                .filter(producers::containsKey)
                .allMatch(child ->
                        StormSender.hasSentAll(board.committed(producers.get(child)), CrowdBoard.MOST_MESSAGES));
    }

    private long delivered() {
        long delivered = 0;
        for (int consumer = 0; consumer < started.get(StormPlayer.CROWD_CONSUMER); consumer++) {
            delivered += board.delivered(consumer);
        }
        return delivered;
    }

    /** All that was committed was delivered, once, or once more for each consumer that was killed holding it. */
    private void checkDeliveries() {
        Map<Long, Integer> heldByTheDead = new HashMap<>();
        for (int consumer = 0; consumer < started.get(StormPlayer.CROWD_CONSUMER); consumer++) {
            heldByTheDead.merge(board.held(consumer), 1, Integer::sum);
        }
        for (int producer = 0; producer < started.get(StormPlayer.CROWD_PRODUCER); producer++) {
            for (long sequence = 0; sequence < CrowdBoard.MOST_MESSAGES; sequence++) {
                long id = StormMessage.id(producer, sequence);
                int deliveries = board.deliveries(id);
                int most = 1 + heldByTheDead.getOrDefault(id, 0);
                boolean committed = sequence < board.committed(producer);
                if ((committed && deliveries == 0) || deliveries > most) {
                    throw new AssertionError("delivered " + deliveries + " times: " + StormMessage.describe(id)
                            + ", committed=" + board.committed(producer) + ", most=" + most);
                }
            }
        }
    }
}
