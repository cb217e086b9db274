package dev.mitosis.ipc;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A parent whose children are killed at random moments, by random other signals, or not at all. Each comes back with its
 * result or with its death, and leaves nothing.
 */
public final class ChildStorm implements Program {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int LONGEST_WORK_MICROS = 5_000;
    private static final int LATEST_KILL_OF_FORK_MICROS = 10_000;
    /** What its server has not loaded, each child has to. */
    private static final int LATEST_KILL_OF_FORKSERVER_MICROS = 30_000;

    private static final int LATEST_KILL_OF_SPAWN_MICROS = 1_200_000;
    /** Of results: for a slot, and for a file. */
    private static final int FEW_WORDS = 50;

    private static final int MANY_WORDS = 5_000;

    /**
     * @param arguments METHOD KILLS SEED
     */
    @Override
    public int run(List<String> arguments) throws Exception {
        StartMethod method = StartMethod.valueOf(arguments.get(0));
        ChildBuilder builder = ChildProcess.builder().method(method);
        int latestKill = latestKill(method);
        int kills = Integer.parseInt(arguments.get(1));
        Random random = new Random(Long.parseLong(arguments.get(2)));
        int results = 0;
        for (int round = 0; round < kills; round++) {
            results += isResult(builder, random, latestKill) ? 1 : 0;
        }
        long left = filesOfChildren();
        System.out.println("results=" + results + " deaths=" + (kills - results) + " files left=" + left);
        return left == 0 ? 0 : 2;
    }

    private static int latestKill(StartMethod method) {
        return switch (method) {
            case FORK -> LATEST_KILL_OF_FORK_MICROS;
            case FORKSERVER -> LATEST_KILL_OF_FORKSERVER_MICROS;
            case SPAWN -> LATEST_KILL_OF_SPAWN_MICROS;
        };
    }

    /** The list of children stays as long as this process. */
    private static long filesOfChildren() throws IOException {
        try (Stream<Path> files = Files.list(SharedDirectory.ofThisUser().path())) {
            return files.filter(file -> file.toString().contains("." + ProcessIdentity.current() + "."))
                    .filter(file -> !file.toString().contains("." + FamilyRoll.PURPOSE + "."))
                    .count();
        }
    }

    private static boolean isResult(ChildBuilder builder, Random random, int latestKill) throws Exception {
        int work = random.nextInt(LONGEST_WORK_MICROS);
        int kill = random.nextInt(latestKill);
        boolean stop = random.nextInt(4) == 0;
        int words = random.nextBoolean() ? FEW_WORDS : MANY_WORDS;
        ChildProcess<long[]> child = builder.start(() -> work(work, words));
        LockSupport.parkNanos(kill * 1_000L);
        if (stop) {
            child.suspend();
        }
        child.kill();
        if (child.join(PATIENCE).isEmpty()) {
            throw new IllegalStateException("it does not end: " + child);
        }
        try {
            long[] result = child.result();
            for (int word = 0; word < words; word++) {
                if (result[word] != (long) word * work) {
                    throw new IllegalStateException("a wrong result, word=" + word + ", " + child);
                }
            }
            return true;
        } catch (ExecutionException died) {
            if (died.getCause() instanceof ChildDiedException death
                    && death.status().isKilledBy(Signal.SIGKILL)) {
                return false;
            }
            throw died;
        }
    }

    private static long[] work(int micros, int words) {
        LockSupport.parkNanos(micros * 1_000L);
        long[] result = new long[words];
        for (int word = 0; word < words; word++) {
            result[word] = (long) word * micros;
        }
        return result;
    }
}
