package dev.mitosis.fork;

import static dev.mitosis.fork.ForkPrograms.CODE;
import static dev.mitosis.fork.ForkPrograms.check;
import static dev.mitosis.fork.ForkPrograms.checkExits;

import dev.mitosis.process.Guard;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import dev.mitosis.testing.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Children that are to end with their parent, itself a child, which ends without a word. */
final class ForkOrphans {
    private static final Duration LONGEST_LIFE = ForkedChildren.LIMIT.multipliedBy(2);

    private ForkOrphans() {}

    /** What the child's shutdown hook does. */
    private interface Hook {
        void run(Path directory) throws IOException;
    }

    private interface Check {
        void in(Path directory) throws Exception;
    }

    /** The thread that made it ends before; the child forks in its turn; its hook runs. */
    static Void orphan() throws Exception {
        return with(directory -> {
            check(endsWithItsParent(directory, where -> Files.createFile(where.resolve("hook"))), "the child lives on");
            check(Files.exists(directory.resolve("hook")), "the hook has not run");
        });
    }

    static Void orphanWhoseHookHangs() throws Exception {
        return with(directory -> check(endsWithItsParent(directory, where -> linger()), "the child lives on"));
    }

    /** It is not asked to end with its parent before that is dead. */
    static Void lateOrphan() throws Exception {
        return with(directory -> {
            checkExits(CODE, ForkedChildren.run(() -> {
                int parent = Processes.getpid();
                if (LiveFork.fork() == 0) {
                    Processes.alarm(LONGEST_LIFE);
                    note(directory);
                    Until.holds("the parent has ended", () -> Processes.getppid() != parent);
                    ParentDeathSignal.arm(parent, 0);
                    linger();
                }
                Until.holds("the child is there", () -> Files.exists(directory.resolve("pid")));
                return CODE;
            }));
            check(hasEnded(directory), "the child lives on");
        });
    }

    /** It has told the guard of itself, which its parent has not, and is stopped then. */
    static Void stoppedOrphan() throws Exception {
        return with(directory -> {
            checkExits(CODE, ForkedChildren.run(() -> {
                Guard guard = Guard.start();
                int parent = Processes.getpid();
                if (LiveFork.fork() == 0) {
                    Processes.alarm(LONGEST_LIFE);
                    ParentDeathSignal.arm(parent, guard.descriptor());
                    note(directory);
                    Processes.kill(Processes.getpid(), Signal.SIGSTOP);
                    linger();
                }
                Until.holds("the child is there", () -> Files.exists(directory.resolve("pid")));
                TimeUnit.MILLISECONDS.sleep(200);
                Processes.exitNow(CODE);
                return CODE;
            }));
            check(hasEnded(directory), "the child lives on");
        });
    }

    private static Void with(Check check) throws Exception {
        Path directory = Files.createTempDirectory("orphan");
        try {
            check.in(directory);
        } finally {
            Files.deleteIfExists(directory.resolve("hook"));
            Files.deleteIfExists(directory.resolve("pid"));
            Files.delete(directory);
        }
        return null;
    }

    private static boolean endsWithItsParent(Path directory, Hook hook) throws IOException {
        checkExits(CODE, ForkedChildren.run(() -> {
            Thread forking = new Thread(() -> fork(directory, hook));
            forking.start();
            forking.join();
            Until.holds("the child is there", () -> Files.exists(directory.resolve("pid")));
            TimeUnit.MILLISECONDS.sleep(200);
            check(isAlive(directory), "the child ended with the thread that made it");
            Processes.exitNow(CODE);
            return CODE;
        }));
        return hasEnded(directory);
    }

    private static void fork(Path directory, Hook hook) {
        if (LiveFork.fork() == 0) {
            Processes.alarm(LONGEST_LIFE);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> unchecked(() -> hook.run(directory))));
            ParentDeathSignal.arm(Processes.getppid(), 0);
            checkExits(CODE, ForkedChildren.run(() -> CODE));
            note(directory);
            linger();
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void unchecked(Action action) {
        try {
            action.run();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void note(Path directory) {
        unchecked(() -> {
            Path unfinished = directory.resolve("pid.tmp");
            Files.writeString(
                    unfinished, Long.toString(ProcessIdentity.current().toWord()));
            Files.move(unfinished, directory.resolve("pid"));
        });
    }

    private static boolean isAlive(Path directory) {
        long word = Long.parseLong(ForkInheritance.read(directory.resolve("pid")));
        return ProcessIdentity.ofWord(word).orElseThrow().isAlive();
    }

    private static boolean hasEnded(Path directory) {
        return Until.holdsWithin(ForkedChildren.LIMIT, () -> !isAlive(directory));
    }

    private static void linger() {
        while (true) {
            LockSupport.park();
        }
    }
}
