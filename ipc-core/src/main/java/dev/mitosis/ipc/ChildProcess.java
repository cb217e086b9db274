package dev.mitosis.ipc;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Signal;
import java.io.UncheckedIOException;
import java.util.List;

/** A child of this process. Thread-safe. Every child has to be joined, or it stays behind as a zombie. */
public abstract sealed class ChildProcess permits ForkedProcess, SpawnedProcess {
    ChildProcess() {}

    /**
     * Starts a child that runs the program.
     *
     * @throws UnsupportedOperationException when the platform lacks the method
     * @throws dev.mitosis.fork.LiveForkException when a fork was not made, and why
     * @throws UncheckedIOException when a new JVM could not be started
     */
    public static ChildProcess start(StartMethod method, Class<? extends Program> program, List<String> arguments) {
        return method.start(program, List.copyOf(arguments));
    }

    public abstract long pid();

    /**
     * Waits until the child ends, and says how. A child that is killed ends at once, and its status says by which
     * signal. An interrupt ends the wait and leaves the child alone.
     */
    public abstract ExitStatus join() throws InterruptedException;

    /** Kills the child, by {@link Signal#SIGKILL} where there are signals. Does nothing when it has been joined. */
    public abstract void kill();
}
