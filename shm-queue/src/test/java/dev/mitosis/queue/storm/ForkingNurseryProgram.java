package dev.mitosis.queue.storm;

import dev.mitosis.fork.ForkOptions;
import dev.mitosis.fork.ForkReport;
import dev.mitosis.fork.LiveFork;
import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.process.Processes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * For each line, a player's name, its turn's offset and its arguments, forks a child that plays it, and prints the child's number.
 * Argument: the file of turns.
 */
final class ForkingNurseryProgram {
    private static final ForkOptions SIBLING = ForkOptions.DEFAULT.asSiblingOfCaller();
    private static final long LOOK_NANOS = 100_000_000;

    private ForkingNurseryProgram() {}

    public static void main(String[] arguments) {
        try {
            Rehearsal.play(Path.of(arguments[0]).getParent());
            forkForEachLine(Path.of(arguments[0]));
        } catch (Exception | AssertionError failed) {
            System.out.println(
                    ForkingNursery.FAILED); // its children keep the pipe open, so that its end would not be seen
            throw new IllegalStateException("the nursery failed", failed);
        }
    }

    private static void forkForEachLine(Path turnsFile) throws IOException {
        int parent = Processes.getppid();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (SharedFile file = SharedFile.open(turnsFile);
                MappedRegion turns = file.map()) {
            for (String line; (line = lines.readLine()) != null; ) {
                List<String> words = List.of(line.split(ForkingNursery.BETWEEN, -1));
                ForkReport report = LiveFork.fork(SIBLING);
                if (report.isChild()) {
                    Processes.runAndExit(() -> play(words, turns, parent));
                }
                System.out.println(report.childPid());
            }
        }
    }

    private static int play(List<String> words, MappedRegion turns, int parent) {
        Thread watch = new Thread(() -> endWith(parent), "parent-watch");
        watch.setDaemon(true);
        watch.start();
        while (turns.getInt(Integer.parseInt(words.get(1))) == 0) {
            LockSupport.parkNanos(100_000);
        }
        try {
            StormPlayer.valueOf(words.get(0)).play(words.subList(2, words.size()));
            return 0;
        } catch (Exception failed) {
            throw new IllegalStateException("in " + words, failed);
        }
    }

    private static void endWith(int parent) {
        while (Processes.getppid() == parent) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        Processes.exitNow(1);
    }
}
