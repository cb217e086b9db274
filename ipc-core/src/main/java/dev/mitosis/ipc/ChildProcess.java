package dev.mitosis.ipc;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.ForkedChild;
import dev.mitosis.process.Signal;
import java.util.List;

/** A child of this process. Thread-safe. Every child has to be joined, or it stays behind as a zombie. */
public abstract sealed class ChildProcess permits ForkedProcess, SpawnedProcess {
    ChildProcess() {}

    /**
     * Starts a child that runs the program.
     *
     * @throws UnsupportedOperationException when the platform lacks the method
     * @throws dev.mitosis.platform.OsException when there can be no more processes
     */
    public static ChildProcess start(StartMethod method, Class<? extends Program> program, List<String> arguments) {
        return method.start(program, List.copyOf(arguments));
    }

    static ChildProcess of(ForkedChild child) {
        return new ForkedProcess(child);
    }

    static ChildProcess of(Process process) {
        return new SpawnedProcess(process);
    }

    public abstract long pid();

    /**
     * Waits until the child ends, and says how. A child that is killed ends at once, and its status says by which
     * signal.
     *
     * @throws dev.mitosis.process.WedgedChildException when a forked child was over its limit and had to be killed
     */
    public abstract ExitStatus join() throws InterruptedException;

    /** Kills the child, by {@link Signal#SIGKILL} where there are signals. Does nothing when it has been joined. */
    public abstract void kill();
}
