package dev.mitosis.process;

import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.Unistd;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import jnr.constants.platform.Errno;
import jnr.constants.platform.WaitFlags;
import jnr.posix.POSIX;

/**
 * The process calls of POSIX, typed. All are thread-safe, and throw {@link UnsupportedOperationException} where
 * {@link Capability#FORK} is missing.
 */
public final class Processes {
    private static final Unistd UNISTD = LibC.load(Unistd.class);

    private static final List<Runnable> BEFORE_EXIT = new CopyOnWriteArrayList<>();
    private static final Duration LONGEST_ALARM = Duration.ofSeconds(Integer.MAX_VALUE);

    private Processes() {}

    /** This process's number, asked of the kernel: right in a forked child too. */
    public static int getpid() {
        return posix().getpid();
    }

    /** The parent's number; 1, or that of a subreaper, once the parent has ended. */
    public static int getppid() {
        return posix().getppid();
    }

    /**
     * Waits until a child of this process ends, and reaps it. Blocks without a limit and does not answer interrupt: for
     * that, see {@link Pidfd#await}.
     *
     * @throws OsException ECHILD when {@code pid} is not a child of this process, or was reaped already
     */
    public static ExitStatus waitpid(int pid) {
        return reap(pid, 0).orElseThrow();
    }

    /** Reaps a child if it has ended; empty while it runs. Never blocks. */
    public static Optional<ExitStatus> waitpidNoHang(int pid) {
        return reap(pid, WaitFlags.WNOHANG.intValue());
    }

    /**
     * Sends a signal.
     *
     * @throws OsException ESRCH when there is no such process, EPERM when it is another user's
     */
    public static void kill(int pid, Signal signal) {
        checkPositive(pid);
        OsException.check("kill", posix().kill(pid, signal.number()), pid, signal);
    }

    /** Ends this process at once: no shutdown hook, no finaliser, no flush. Use it at the end of a forked child. */
    public static void exitNow(int code) {
        Capability.FORK.require();
        UNISTD._exit(code);
    }

    /**
     * Has the kernel send SIGALRM to this process after {@code delay}, rounded up to seconds; zero cancels. The JVM
     * leaves SIGALRM alone, so it ends the process.
     *
     * @return the seconds that an earlier alarm had left, or zero
     */
    public static Duration alarm(Duration delay) {
        if (delay.isNegative() || delay.compareTo(LONGEST_ALARM) > 0) {
            throw new IllegalArgumentException("an alarm lies at most 68 years in the future, delay=" + delay);
        }
        Capability.FORK.require();
        long seconds = delay.plusNanos(999_999_999).toSeconds();
        return Duration.ofSeconds(UNISTD.alarm(Math.toIntExact(seconds)));
    }

    /**
     * fork(2) and nothing else. {@link PlainFork} says what is wrong with the child of a JVM, and guards against it;
     * {@link dev.mitosis.fork.LiveFork} makes one that is whole.
     *
     * @return the child's number in the parent, 0 in the child
     * @throws OsException EAGAIN or ENOMEM, when the kernel cannot make another process
     */
    public static int fork() {
        return (int) OsException.check("fork", posix().fork());
    }

    /**
     * Has something done at the end of each child that {@link #runAndExit} ends, since it runs none of its parent's shutdown hooks.
     * What a parent has registered is done in its children, for good. It must be quick, and must not throw.
     */
    public static void beforeExit(Runnable hook) {
        BEFORE_EXIT.add(hook);
    }

    /**
     * Runs what a forked child is there for, and ends this process with its result as the exit code (its lowest 8 bits), or
     * with code 1 and a stack trace on standard error when it throws. {@code System.out} and {@code System.err} are
     * flushed, and what was told to {@link #beforeExit} runs; the parent's shutdown hooks do not. Does not return.
     */
    public static void runAndExit(IntSupplier body) {
        int code = 1;
        try {
            code = run(body);
        } finally {
            exitNow(code);
        }
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // the child's last words: nobody is left to catch them
    private static int run(IntSupplier body) {
        int code = 1;
        try {
            code = body.getAsInt();
        } catch (Throwable thrown) {
            thrown.printStackTrace();
        }
        for (Runnable hook : BEFORE_EXIT) {
            hook.run();
        }
        System.out.flush();
        System.err.flush();
        return code;
    }

    private static Optional<ExitStatus> reap(int pid, int flags) {
        checkPositive(pid);
        int[] status = new int[1];
        int reaped;
        do {
            reaped = posix().waitpid(pid, status, flags);
        } while (reaped == -1 && LibC.errno() == Errno.EINTR.intValue());
        OsException.check("waitpid", reaped, pid, flags);
        return reaped == 0 ? Optional.empty() : Optional.of(ExitStatus.ofWaitStatus(status[0]));
    }

    /** To the calls, zero and less mean groups of processes, or any child, also one that the JDK waits for. */
    private static void checkPositive(int pid) {
        if (pid <= 0) {
            throw new IllegalArgumentException("a process number is positive, pid=" + pid);
        }
    }

    private static POSIX posix() {
        Capability.FORK.require();
        return LibC.posix();
    }
}
