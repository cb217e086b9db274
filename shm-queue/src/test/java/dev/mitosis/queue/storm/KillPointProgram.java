package dev.mitosis.queue.storm;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import dev.mitosis.queue.Role;
import dev.mitosis.queue.Topology;
import dev.mitosis.words.KillPoints;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Forks children that use one end of a queue and are killed behind their first store, their second one, and so on, until one
 * gets through. Each time the other end, which is this process's, must find all in order, and a successor go on. Prints how
 * many points there were. Arguments: a directory, topology, role of the dying.
 */
final class KillPointProgram {
    private KillPointProgram() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        Topology topology = Topology.valueOf(arguments[1]);
        Role role = Role.valueOf(arguments[2]);
        int point = Integer.parseInt(arguments[3]);
        int step = Integer.parseInt(arguments[4]);
        while (!survives(point, role, directory, topology)) {
            point += step;
        }
        System.out.println(point - 1);
        System.exit(0);
    }

    /** Whether the child has fewer points than this one. */
    private static boolean survives(int point, Role role, Path directory, Topology topology) throws Exception {
        Path boardFile = directory.resolve("board");
        Path queueFile = directory.resolve("queue");
        try (KillPointBoard board = KillPointBoard.create(boardFile);
                KillPointRound round = KillPointRound.of(role, board, queueFile, topology)) {
            int child = LiveFork.fork();
            if (child == 0) {
                KillPoints.arm(point, () -> Processes.kill(Processes.getpid(), Signal.SIGKILL));
                Processes.exitNow(round.playAndDie());
            }
            round.begin();
            ExitStatus status = Processes.waitpid(child);
            boolean survived = status.equals(ExitStatus.exited(0));
            if (!survived && !status.equals(ExitStatus.killedBy(Signal.SIGKILL))) {
                throw new AssertionError("the child failed by itself at point " + point + ", status=" + status);
            }
            round.check(survived);
            return survived;
        } catch (Exception | AssertionError failed) {
            throw new AssertionError("killed at point " + point + ", " + topology + " " + role, failed);
        } finally {
            Files.deleteIfExists(boardFile);
            Files.deleteIfExists(queueFile);
        }
    }
}
