package dev.mitosis.ipc;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Pidfd;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import java.time.Duration;
import java.util.function.IntSupplier;

/** A child made by live fork. */
final class ForkedProcess extends ChildProcess {
    /** How soon an interrupt is seen. */
    private static final Duration SLICE = Duration.ofMillis(20);

    private final int pid;
    private ExitStatus status;

    private ForkedProcess(int pid) {
        this.pid = pid;
    }

    /** Returns in the parent only: the child runs the body and ends. */
    static ForkedProcess start(IntSupplier body) {
        int parent = Processes.getpid();
        try {
            int child = LiveFork.fork();
            if (child == 0) {
                Processes.runAndExit(body);
            }
            return new ForkedProcess(child);
        } catch (RuntimeException | Error failure) {
            // A hook can fail in the child: the caller's code must not go on there.
            if (Processes.getpid() != parent) {
                Processes.runAndExit(() -> {
                    throw failure;
                });
            }
            throw failure;
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public ExitStatus join() throws InterruptedException {
        try (Pidfd handle = openUnlessReaped()) {
            boolean ended = handle == null;
            while (!ended) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("while joining a child, pid=" + pid);
                }
                ended = handle.await(SLICE);
            }
        }
        return reap();
    }

    @Override
    public synchronized void kill() {
        if (status == null) {
            Processes.kill(pid, Signal.SIGKILL);
        }
    }

    /** Each wait has a handle of its own; null when there is nothing to wait for. */
    private synchronized Pidfd openUnlessReaped() {
        return status == null ? Pidfd.open(pid) : null;
    }

    private synchronized ExitStatus reap() {
        if (status == null) {
            status = Processes.waitpid(pid);
        }
        return status;
    }
}
