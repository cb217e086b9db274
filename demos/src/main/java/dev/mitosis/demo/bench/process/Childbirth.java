package dev.mitosis.demo.bench.process;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.ipc.JvmCommand;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Pidfd;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The ways to a child that {@link Forking} compares. */
enum Childbirth {
    /** A live fork: a whole JVM. */
    MITOSIS("mitosis") {
        @Override
        int fork() {
            return LiveFork.fork();
        }

        @Override
        boolean isEveryChildWhole() {
            return true;
        }
    },
    /** The bare fork(2) of the same process: what the kernel takes for it. Some children are wedged from the beginning. */
    RAW("raw") {
        @Override
        int fork() {
            return Processes.fork();
        }

        @Override
        boolean isEveryChildWhole() {
            return false;
        }
    };

    private static final Duration LONGEST_LIFE = Duration.ofSeconds(30);
    /** Of a child that may hang. */
    private static final Duration LONGEST_DOUBTFUL_LIFE = Duration.ofSeconds(1);

    /** What makes the start of a JVM short. */
    private static final List<String> QUICK_START = List.of(
            "-Xshare:auto",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0");

    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);

    private final String title;

    Childbirth(String title) {
        this.title = title;
    }

    static Childbirth named(String title) {
        for (Childbirth way : values()) {
            if (way.title.equals(title)) {
                return way;
            }
        }
        throw new IllegalArgumentException("no such way to a child, title=" + title);
    }

    abstract int fork();

    abstract boolean isEveryChildWhole();

    /** Makes a child that ends at once; its number. */
    final int forkAndExit() {
        int pid = fork();
        if (pid == 0) {
            Processes.exitNow(0);
        }
        return pid;
    }

    /** Makes a child that does nothing until it is killed; its number. */
    final int forkAndSleep() {
        int pid = fork();
        if (pid == 0) {
            Processes.alarm(LONGEST_SLEEP);
            while (true) {
                LockSupport.park();
            }
        }
        return pid;
    }

    /** Waits for the end of a child that ends at once, and reaps it; whether it did end by itself. */
    final boolean reap(int pid) {
        boolean ended;
        try (Pidfd handle = Pidfd.open(pid)) {
            ended = handle.await(isEveryChildWhole() ? LONGEST_LIFE : LONGEST_DOUBTFUL_LIFE);
        }
        if (!ended) {
            Processes.kill(pid, Signal.SIGKILL);
        }
        ExitStatus status = Processes.waitpid(pid);
        if (!status.isSuccess() && isEveryChildWhole()) {
            throw new IllegalStateException("a child that was to end at once did not, status=" + status);
        }
        return status.isSuccess();
    }

    /** A JVM made from nothing. */
    static Process newJvm() throws IOException {
        return JvmCommand.withClassPathOfThisOne()
                .withFlags(QUICK_START)
                .running(Nothing.class, List.of())
                .start();
    }

    /** What the new JVM runs. */
    static final class Nothing {
        private Nothing() {}

        public static void main(String[] arguments) {
            // nothing
        }
    }
}
