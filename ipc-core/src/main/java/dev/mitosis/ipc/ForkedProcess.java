package dev.mitosis.ipc;

import dev.mitosis.fork.ForkOptions;
import dev.mitosis.fork.LiveFork;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Pidfd;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** A child made by live fork. */
final class ForkedProcess implements Started {
    /** How soon an interrupt is seen. */
    private static final Duration SLICE = Duration.ofMillis(20);

    private final int parent;
    private final int pid;
    private Optional<ExitStatus> status = Optional.empty();

    private ForkedProcess(int parent, int pid) {
        this.parent = parent;
        this.pid = pid;
    }

    /** A fork of this JVM, which does its work and ends. */
    static ForkedProcess start(ChildSettings settings, Work work) {
        Ties ties = Ties.of(settings);
        return adopt(fork(ForkOptions.DEFAULT, settings.redirections(), () -> live(ties, work)));
    }

    /** Forks this JVM. Returns in the parent only: the child lives and ends, also when a hook fails in it. */
    static int fork(ForkOptions options, List<Redirection> redirections, IntSupplier life) {
        int parent = Processes.getpid();
        try (Redirection.Files files = new Redirection.Files(redirections)) {
            // Made before the fork: each child would have to link it.
            IntSupplier redirected = () -> {
                files.takeOver();
                return life.getAsInt();
            };
            int child = LiveFork.fork(options).childPid();
            if (child == 0) {
                Processes.runAndExit(redirected);
            }
            return child;
        } catch (RuntimeException | Error failure) {
            // The caller's code must not go on in the child.
            if (Processes.getpid() != parent) {
                Processes.runAndExit(() -> {
                    throw failure;
                });
            }
            throw failure;
        }
    }

    /** A child of this process that has been forked by whomever. */
    static ForkedProcess adopt(int child) {
        return new ForkedProcess(Processes.getpid(), child);
    }

    /** What a forked child does; its exit code. */
    static int live(Ties ties, Work work) {
        ties.bind();
        try {
            return work.run();
        } catch (Exception e) {
            throw new IllegalStateException("the child failed: " + work, e);
        } finally {
            Family.comesToItsEnd();
        }
    }

    @Override
    public long pid() {
        return pid;
    }

    @Override
    public synchronized Optional<ExitStatus> status() {
        if (status.isEmpty()) {
            checkOwn();
            status = Processes.waitpidNoHang(pid);
        }
        return status;
    }

    @Override
    public Optional<ExitStatus> join(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Pidfd handle = openUnlessReaped()) {
            boolean ended = handle == null;
            while (!ended) {
                if (Thread.interrupted()) {
                    throw new InterruptedException("while joining a child, pid=" + pid);
                }
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                ended = handle.await(Duration.ofNanos(Math.min(left, SLICE.toNanos())));
            }
        }
        return status();
    }

    @Override
    public void await() {
        try (Pidfd handle = openUnlessReaped()) {
            while (handle != null && !handle.await(FOREVER)) {
                Thread.onSpinWait(); // a wait has a limit, if only of days
            }
        }
        status();
    }

    @Override
    public synchronized void signal(Signal signal) {
        if (status().isEmpty()) {
            Processes.kill(pid, signal);
        }
    }

    /** Each wait has a handle of its own; null when there is nothing to wait for. */
    private synchronized Pidfd openUnlessReaped() {
        return status().isEmpty() ? Pidfd.open(pid) : null;
    }

    private void checkOwn() {
        if (ProcessIdentity.ownPid() != parent) {
            throw new IllegalStateException("only the process that started it can ask after it, pid=" + pid
                    + ", started by=" + parent + ", this process=" + ProcessIdentity.ownPid());
        }
    }
}
