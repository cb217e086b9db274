package dev.mitosis.ipc;

import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.process.Pidfd;
import dev.mitosis.process.Processes;
import java.time.Duration;

/**
 * Ends this process when its parent has ended, however that was. A process handle is waited on, and not PR_SET_PDEATHSIG, which
 * fires when the thread ends that made the child.
 */
final class ParentWatch {
    /** What a process exits with that loses its parent: as if told to by SIGTERM. */
    private static final int EXIT_CODE = 143;

    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final Duration TIME_FOR_HOOKS = Duration.ofMillis(500);

    private ParentWatch() {}

    /** To be called in the child, before its work. */
    static void start(long parent) {
        Thread watch = new Thread(() -> watch(parent), "mitosis-parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void watch(long parent) {
        if (Capability.PIDFD.isAvailable()) {
            await((int) parent);
        } else {
            ProcessHandle.of(parent).ifPresent(handle -> handle.onExit().join());
        }
        end();
    }

    private static void await(int parent) {
        try (Pidfd handle = Pidfd.open(parent)) {
            boolean lives = true;
            while (lives) {
                // Another process may have got the number meanwhile.
                lives = Processes.getppid() == parent && !handle.await(ROUND);
            }
        } catch (OsException gone) {
            return;
        }
    }

    private static void end() {
        Thread exit = new Thread(() -> System.exit(EXIT_CODE), "mitosis-orphan-exit");
        exit.setDaemon(true);
        exit.start();
        try {
            exit.join(TIME_FOR_HOOKS.toMillis());
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
