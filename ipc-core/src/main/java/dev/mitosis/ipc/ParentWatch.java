package dev.mitosis.ipc;

import dev.mitosis.fork.ParentDeathSignal;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends a new JVM when its parent has ended, however that was. It looks: to load what {@link ParentDeathSignal} needs would take a tenth
 * of a second, and the JDK's own wait for a process that is no child looks once in 5 s.
 */
final class ParentWatch extends Thread {
    /** What a process exits with that loses its parent: as if told to by SIGTERM. */
    private static final int EXIT_CODE = 143;

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration TIME_FOR_HOOKS = Duration.ofMillis(500);

    private final long parent;

    private ParentWatch(long parent) {
        super("mitosis-parent-watch");
        setDaemon(true);
        this.parent = parent;
    }

    static void start(long parent) {
        new ParentWatch(parent).start();
    }

    /** It does not look at once: a child that ends soon need not load what it takes to look. */
    @Override
    public void run() {
        do {
            LockSupport.parkNanos(LOOK.toNanos());
        } while (ProcessHandle.current()
                .parent()
                .filter(now -> now.pid() == parent)
                .isPresent());
        end();
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
