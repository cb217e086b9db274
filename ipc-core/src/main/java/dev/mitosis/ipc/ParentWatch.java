package dev.mitosis.ipc;

import dev.mitosis.platform.OsException;
import dev.mitosis.process.Guard;
import dev.mitosis.process.Pidfd;
import dev.mitosis.process.Processes;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends this process when its parent has ended, however that was. Not by PR_SET_PDEATHSIG, which fires when the thread ends that made
 * the child.
 */
final class ParentWatch extends Thread {
    /** What a process exits with that loses its parent: as if told to by SIGTERM. */
    private static final int EXIT_CODE = 143;

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration ROUND = Duration.ofSeconds(60);
    private static final Duration TIME_FOR_HOOKS = Duration.ofMillis(500);

    private final long parent;
    private final boolean looks;
    private final boolean rehearses;

    private ParentWatch(long parent, boolean looks, boolean rehearses) {
        super("mitosis-parent-watch");
        setDaemon(true);
        this.parent = parent;
        this.looks = looks;
        this.rehearses = rehearses;
    }

    /** To be called in a forked child, before its work. */
    static void start(int parent) {
        new ParentWatch(parent, false, false).start();
    }

    /**
     * The same in a new JVM, which would take a tenth of a second to load what it needs to wait on a handle. The JDK's own
     * wait for a process that is no child looks once in 5 s.
     */
    static void startLooking(long parent) {
        new ParentWatch(parent, true, false).start();
    }

    /** Does once what a child does to be watched, and its watch before it waits. When it returns, nothing of it is under way that would hold up a fork. */
    static void rehearse() {
        Guard.introduceTo("/dev/null");
        ParentWatch rehearsal = new ParentWatch(Processes.getppid(), false, true);
        rehearsal.start();
        try {
            rehearsal.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt(); // the caller's to answer
        }
    }

    @Override
    public void run() {
        if (looks) {
            lookUntilGone();
        } else {
            await((int) parent, rehearses ? Duration.ZERO : ROUND);
        }
        if (!rehearses) {
            end();
        }
    }

    /** Not at once: a child that ends soon need not load what it takes to look. */
    private void lookUntilGone() {
        do {
            LockSupport.parkNanos(LOOK.toNanos());
        } while (ProcessHandle.current()
                .parent()
                .filter(now -> now.pid() == parent)
                .isPresent());
    }

    /** Waits until the parent has ended, or for a round of no time once. */
    private static void await(int parent, Duration round) {
        try (Pidfd handle = Pidfd.open(parent)) {
            boolean lives = true;
            while (lives) {
                // Another process may have got the number meanwhile.
                lives = Processes.getppid() == parent && !handle.await(round) && !round.isZero();
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
