package dev.mitosis.shared;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import dev.mitosis.words.KillPoints;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Forks children that are killed behind their first store, their second one, and so on, until one gets through. Prints how many points
 * there were. Argument: a {@link KillPointScenario}.
 */
final class KillPointProgram {
    private static final ExecutorService MEANWHILE = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "meanwhile");
        thread.setDaemon(true);
        return thread;
    });

    private KillPointProgram() {}

    public static void main(String[] arguments) throws Exception {
        KillPointScenario scenario = KillPointScenario.valueOf(arguments[0]);
        int point = 1;
        while (!survives(point, scenario.round())) {
            point++;
        }
        System.out.println(point - 1);
        System.exit(0);
    }

    /** Whether the child has fewer points than this one. */
    private static boolean survives(int point, KillPointRound round) throws Exception {
        try {
            int child = LiveFork.fork();
            if (child == 0) {
                round.use();
                KillPoints.arm(point, () -> Processes.kill(Processes.getpid(), Signal.SIGKILL));
                Processes.runAndExit(() -> play(round));
            }
            Future<?> meanwhile = MEANWHILE.submit(() -> {
                round.meanwhile();
                return null;
            });
            ExitStatus status = Processes.waitpid(child);
            boolean survived = status.isSuccess();
            if (!survived && !status.isKilledBy(Signal.SIGKILL)) {
                throw new AssertionError("the child failed by itself, status=" + status);
            }
            meanwhile.get();
            round.parent();
            return survived;
        } catch (Exception | AssertionError failed) {
            throw new AssertionError("killed at point " + point, failed);
        }
    }

    private static int play(KillPointRound round) {
        try {
            round.child();
            return 0;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
