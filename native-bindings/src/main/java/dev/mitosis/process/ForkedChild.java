package dev.mitosis.process;

import dev.mitosis.platform.Capability;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A child made by {@link PlainFork}, seen from its parent. Thread-safe. */
public final class ForkedChild {
    private static final long POLL_NANOS = 1_000_000;

    private final int pid;
    private final Duration limit;
    private final long deadline;
    private ExitStatus status;
    private boolean wedged;

    ForkedChild(int pid, Duration limit) {
        this.pid = pid;
        this.limit = limit;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    public int pid() {
        return pid;
    }

    /**
     * Waits until the child ends and reaps it; kills it when it is over its limit. Returns at once when it was reaped
     * before. Interrupt is not answered, since the limit bounds the wait.
     *
     * @throws WedgedChildException when the child was over its limit: this call killed it, or its own alarm had
     */
    public synchronized ExitStatus join() {
        if (status == null) {
            reap();
        }
        if (wedged) {
            throw new WedgedChildException(pid, limit);
        }
        return status;
    }

    /** Kills the child; {@link #join()} still has to reap it. Does nothing when it was reaped. */
    public synchronized void kill() {
        if (status == null) {
            Processes.kill(pid, Signal.SIGKILL);
        }
    }

    private void reap() {
        wedged = !endsInTime();
        if (wedged) {
            Processes.kill(pid, Signal.SIGKILL);
        }
        if (status == null) {
            status = Processes.waitpid(pid);
        }
        wedged |= status.isKilledBy(Signal.SIGALRM);
    }

    private boolean endsInTime() {
        if (!Capability.PIDFD.isAvailable()) {
            return isReapedInTime();
        }
        try (Pidfd handle = Pidfd.open(pid)) {
            return handle.await(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        }
    }

    private boolean isReapedInTime() {
        while (true) {
            Optional<ExitStatus> ended = Processes.waitpidNoHang(pid);
            if (ended.isPresent()) {
                status = ended.get();
                return true;
            }
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
