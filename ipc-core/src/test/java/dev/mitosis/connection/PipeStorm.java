package dev.mitosis.connection;

import dev.mitosis.ipc.ChildBuilder;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.testing.Until;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Two children that talk through a pipe, messages of all sizes, until one of them is killed at a random moment: half of the times since
 * their start, half of the times since they have talked. The other one must come to its end, with nothing but whole messages until then.
 */
final class PipeStorm {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int LATEST_KILL_OF_FORK_MICROS = 60_000;
    private static final int LATEST_KILL_OF_FORKSERVER_MICROS = 1_000_000;
    private static final int LATEST_KILL_OF_SPAWN_MICROS = 6_000_000;
    private static final int LATEST_KILL_OF_TALK_MICROS = 60_000;
    private static final long LEAST_CAPACITY = 1 << 12;
    private static final int LONGEST = 40_000;

    private PipeStorm() {}

    /**
     * @param arguments METHOD KILLS SEED
     */
    public static void main(String[] arguments) throws Exception {
        StartMethod method = StartMethod.valueOf(arguments[0]);
        ChildBuilder builder = ChildProcess.builder().method(method);
        int latestKill = switch (method) {
            case FORK -> LATEST_KILL_OF_FORK_MICROS;
            case FORKSERVER -> LATEST_KILL_OF_FORKSERVER_MICROS;
            case SPAWN -> LATEST_KILL_OF_SPAWN_MICROS;
        };
        int kills = Integer.parseInt(arguments[1]);
        Random random = new Random(Long.parseLong(arguments[2]));
        warmUp();
        long talked = 0;
        long ends = 0;
        for (int round = 0; round < kills; round++) {
            long count = round(builder, random, latestKill);
            talked += count;
            ends += count > 0 ? 1 : 0;
        }
        System.out.println("exchanges=" + talked + ", in rounds=" + ends + " of " + kills);
        Until.holds("no pipe's memory is left", () -> mappings() == 0);
        System.exit(0);
    }

    /** So that forked children talk at once. */
    private static void warmUp() throws Exception {
        try (Pipe pipe = Pipe.duplex()) {
            pipe.first().send(List.of(1L, new byte[1]));
            pipe.second().receive();
        }
    }

    private static long round(ChildBuilder builder, Random random, int latestKill) throws Exception {
        Pipe pipe = Pipe.duplex(LEAST_CAPACITY << random.nextInt(4));
        Connection first = pipe.first();
        Connection second = pipe.second();
        long seed = random.nextLong();
        Pipe news = Pipe.oneWay(LEAST_CAPACITY);
        Connection told = news.second();
        ChildProcess<Long> asking = builder.start(() -> ask(first, told, seed));
        ChildProcess<Long> answering = builder.start(() -> answer(second, seed));
        pipe.close();
        told.close();
        boolean talk = random.nextBoolean();
        if (talk) {
            check(news.first().receive().equals("we talk"), "the news, seed=" + seed);
        }
        LockSupport.parkNanos(random.nextInt(talk ? LATEST_KILL_OF_TALK_MICROS : latestKill) * 1_000L);
        boolean killAsking = random.nextBoolean();
        ChildProcess<Long> killed = killAsking ? asking : answering;
        ChildProcess<Long> survivor = killAsking ? answering : asking;
        if (random.nextInt(4) == 0) {
            killed.suspend();
            LockSupport.parkNanos(random.nextInt(2_000) * 1_000L);
        }
        killed.kill();
        if (survivor.join(PATIENCE).isEmpty()) {
            System.out.println("it hangs: " + survivor + ", killed: " + killed + ", seed of the talk=" + seed);
            Thread.sleep(Long.getLong("storm.linger", 0));
            System.exit(3);
        }
        killed.join();
        news.close();
        long exchanges = survivor.result();
        check(exchanges > 0 || !talk, "they talked, and it does not know, survivor=" + survivor);
        return exchanges;
    }

    private static byte[] message(Random random) {
        int length = random.nextInt(5) == 0 ? random.nextInt(LONGEST) : random.nextInt(200);
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** The first one takes long in a process that has not met the codec before. */
    private static boolean isObject(long exchange) {
        return exchange % 10 == 9;
    }

    /** Tells its parent when it has had its first answer. */
    private static long ask(Connection connection, Connection news, long seed) throws Exception {
        Random random = new Random(seed);
        long exchanges = 0;
        try {
            while (true) {
                byte[] message = message(random);
                if (isObject(exchanges)) {
                    connection.send(List.of(exchanges, message));
                } else {
                    connection.sendBytes(message);
                }
                if (exchanges % 3 == 0) {
                    check(!Connections.await(List.of(connection), PATIENCE).isEmpty(), "no answer in time");
                }
                check(Arrays.equals(connection.receiveBytes(), message), "the answer, exchange=" + exchanges);
                if (exchanges == 0) {
                    news.send("we talk");
                }
                exchanges++;
            }
        } catch (EOFException | PeerGoneException end) {
            return exchanges;
        }
    }

    private static long answer(Connection connection, long seed) throws Exception {
        Random random = new Random(seed);
        long exchanges = 0;
        try {
            while (true) {
                if (exchanges % 5 == 0) {
                    check(connection.poll(PATIENCE), "no question in time");
                }
                Object question = connection.receive();
                byte[] message = message(random);
                if (isObject(exchanges)) {
                    check(((List<?>) question).get(0).equals(exchanges), "the number, exchange=" + exchanges);
                    question = ((List<?>) question).get(1);
                }
                check(Arrays.equals((byte[]) question, message), "torn, exchange=" + exchanges);
                connection.sendBytes(message);
                exchanges++;
            }
        } catch (EOFException | PeerGoneException end) {
            return exchanges;
        }
    }

    private static long mappings() {
        try {
            return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                    .filter(line -> line.contains("mitosis-queue"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(boolean isRight, String what) {
        if (!isRight) {
            throw new AssertionError(what);
        }
    }
}
