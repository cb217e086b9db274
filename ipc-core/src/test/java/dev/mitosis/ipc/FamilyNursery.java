package dev.mitosis.ipc;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import dev.mitosis.testing.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Forks the parents of a {@link FamilyStorm}, one after the other, and kills each: thousands in the time in which a JVM starts a
 * hundred times. While it makes the next ones, it looks whether the families of the last ones end.
 */
public final class FamilyNursery implements Program {
    private static final int LATEST_KILL_MICROS = 120_000;

    private record Orphans(Marks marks, long deadline) {}

    private final Queue<Orphans> orphans = new ArrayDeque<>();

    /**
     * @param arguments KILLS SEED DIRECTORY MILLIS: the last one being how long a family may take to end
     */
    @Override
    public int run(List<String> arguments) throws Exception {
        int kills = Integer.parseInt(arguments.get(0));
        Random random = new Random(Long.parseLong(arguments.get(1)));
        Path directory = Path.of(arguments.get(2));
        Duration limit = Duration.ofMillis(Long.parseLong(arguments.get(3)));
        try {
            return killParents(kills, random, directory, limit);
        } finally {
            others(directory).forEach(ProcessHandle::destroyForcibly); // they would keep this one's output open
        }
    }

    private int killParents(int kills, Random random, Path directory, Duration limit) throws Exception {
        ChildProcess.builder().method(StartMethod.FORK).start(() -> null).join();
        int processes = 0;
        for (int kill = 0; kill < kills; kill++) {
            Marks marks = new Marks(Files.createDirectory(directory.resolve(Integer.toString(kill))));
            int parent = fork(marks);
            LockSupport.parkNanos(random.nextInt(LATEST_KILL_MICROS) * 1_000L);
            Processes.kill(parent, Signal.SIGKILL);
            Processes.waitpid(parent);
            orphans.add(new Orphans(marks, System.nanoTime() + limit.toNanos()));
            processes += removeEnded();
        }
        while (!orphans.isEmpty()) {
            LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            processes += removeEnded();
        }
        boolean alone = Until.holdsWithin(limit, () -> others(directory).isEmpty());
        System.out.println("processes=" + processes + " left=" + others(directory));
        return alone ? 0 : 2;
    }

    private static int fork(Marks marks) {
        int child = LiveFork.fork();
        if (child == 0) {
            Processes.runAndExit(() -> {
                try {
                    marks.add();
                    FamilyStorm.startForEver(StartMethod.FORK, marks.directory().toString());
                    return 0;
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        return child;
    }

    /** Of the families that have ended; how many processes these were. */
    private int removeEnded() throws IOException {
        int processes = 0;
        while (!orphans.isEmpty() && orphans.element().marks.living() == 0) {
            Marks ended = orphans.element().marks;
            int count = ended.count();
            if (!ended.isRemoved()) {
                break; // one has noted itself just now
            }
            processes += count;
            orphans.remove();
        }
        if (!orphans.isEmpty() && System.nanoTime() - orphans.element().deadline > 0) {
            throw new IllegalStateException(
                    "they live on: " + orphans.element().marks.living() + " in "
                            + orphans.element().marks.directory());
        }
        return processes;
    }

    /** Also those that could not note themselves: a fork has its parent's command line. */
    private static List<ProcessHandle> others(Path directory) {
        return CommandLines.with(FamilyNursery.class.getName(), directory.toString()).stream()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .toList();
    }
}
