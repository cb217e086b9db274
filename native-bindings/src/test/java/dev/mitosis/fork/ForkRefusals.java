package dev.mitosis.fork;

import static dev.mitosis.fork.ForkPrograms.CODE;
import static dev.mitosis.fork.ForkPrograms.check;
import static dev.mitosis.fork.ForkPrograms.checkExits;
import static dev.mitosis.fork.ForkPrograms.daemon;

import dev.mitosis.platform.AvailableMemory;
import dev.mitosis.raw.LibC;
import dev.mitosis.testing.Until;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Forks that are not made: the reason is said, and the parent goes on as if nothing had been asked. */
final class ForkRefusals {
    private static final int SIG_BLOCK = 0;
    private static final int SIGNAL_SET_BYTES = 128;
    private static final long LIMIT = 1 << 30; // of memory: more than a test's JVM takes, less than any machine has
    private static final int MORE_TASKS = 5; // fewer than any JVM has

    private ForkRefusals() {}

    /** For a thread that blocks all signals. */
    public interface Signals {
        int pthread_sigmask(int how, Pointer set, Pointer old);

        int sigfillset(Pointer set);
    }

    static Void recording() {
        try (Recording recording = new Recording()) {
            recording.start();
            checkRefused("flight recording");
            recording.stop();
        }
        checkForks();
        return null;
    }

    static Void virtualThread() throws Exception {
        ExecutorService executor = Jdk.virtualThreads();
        Future<?> refused = executor.submit(() -> checkRefused("virtual thread"));
        refused.get();
        checkForks();
        return null;
    }

    /** To open a pipe by its name is to wait, in native code, for whoever opens its other end. */
    static Void nativeCode() throws Exception {
        Path pipe = Files.createTempDirectory("mitosis-test-").resolve("pipe");
        check(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "mkfifo");
        Thread opening = daemon("opens", () -> {
            try (InputStream ignored = new FileInputStream(pipe.toFile())) {
                check(ignored.read() < 0, "somebody wrote");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Until.holds("it opens", () -> isIn(opening, "open0"));
        checkRefused(
                "a thread is in native code, or inside the VM, for too long: opens, in java.io.FileInputStream.open0");
        new FileOutputStream(pipe.toFile()).close();
        opening.join();
        checkForks();
        Files.delete(pipe);
        Files.delete(pipe.getParent());
        return null;
    }

    private static boolean isIn(Thread thread, String method) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length > 0 && stack[0].getMethodName().equals(method);
    }

    static Void blockedSignals() throws InterruptedException {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        Thread blocking = daemon("blocks", () -> {
            Signals libc = LibC.load(Signals.class);
            Pointer all = Memory.allocateDirect(Runtime.getSystemRuntime(), SIGNAL_SET_BYTES, true);
            libc.sigfillset(all);
            libc.pthread_sigmask(SIG_BLOCK, all, null);
            blocked.countDown();
            try {
                enough.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        blocked.await();
        checkRefused("blocks signals");
        enough.countDown();
        blocking.join();
        checkForks();
        return null;
    }

    /** The kernel makes the child, and then not all of its threads. */
    static Void limitOfTasks() throws IOException {
        inGroup("pids", group -> {
            int tasks = Integer.parseInt(
                    Files.readString(group.resolve("pids.current")).strip());
            Files.writeString(group.resolve("pids.max"), Integer.toString(tasks + MORE_TASKS));
            checkRefused("the kernel would not make the child's threads");
            Files.writeString(group.resolve("pids.max"), "max");
            checkForks();
        });
        return null;
    }

    static Void limitOfMemory() throws IOException {
        inGroup("memory", group -> {
            Path old = group.resolve("memory.limit_in_bytes");
            Files.writeString(Files.exists(old) ? old : group.resolve("memory.max"), Long.toString(LIMIT));
            long available = AvailableMemory.bytes().orElseThrow();
            check(available > LIMIT / 2 && available <= LIMIT, "available=" + available);
            checkRefused("too little memory", ForkOptions.DEFAULT.needingMemory(LIMIT + 1));
            checkForks(ForkedChildren.PATIENT.needingMemory(LIMIT / 2));
        });
        return null;
    }

    /** What is done in a control group, which does not outlive it. */
    private interface InGroup {
        void run(Path group) throws IOException;
    }

    private static void inGroup(String controller, InGroup body) throws IOException {
        Path group = Files.createTempDirectory(controller(controller), "mitosis-test-");
        try {
            Files.writeString(group.resolve("cgroup.procs"), "0");
            body.run(group);
        } finally {
            Files.writeString(group.resolveSibling("cgroup.procs"), "0");
            Files.delete(group);
        }
    }

    /** Whether groups of processes with such a limit can be made: only a privileged user may, where the kernel has them. */
    static boolean canLimit(String controller) {
        Path made = controller(controller);
        return Files.isWritable(made) && (made.endsWith(controller) || isControlled(made, controller));
    }

    private static boolean isControlled(Path unified, String controller) {
        try {
            return Files.readString(unified.resolve("cgroup.subtree_control")).contains(controller);
        } catch (IOException e) {
            return false;
        }
    }

    private static Path controller(String name) {
        Path old = Path.of("/sys/fs/cgroup", name);
        return Files.isDirectory(old) ? old : Path.of("/sys/fs/cgroup");
    }

    static void checkRefused(String reason) {
        checkRefused(reason, ForkOptions.DEFAULT.withParkLimit(Duration.ofSeconds(2)));
    }

    private static void checkRefused(String reason, ForkOptions options) {
        try {
            ForkReport report = LiveFork.fork(options);
            if (report.isChild()) {
                System.exit(CODE);
            }
            throw new AssertionError("it forked: " + ForkedChildren.await(report.childPid()));
        } catch (LiveForkException e) {
            check(e.getMessage().contains(reason), e.getMessage());
        }
    }

    static void checkForks() {
        checkForks(ForkedChildren.PATIENT);
    }

    private static void checkForks(ForkOptions options) {
        ForkReport report = ForkedChildren.start(options, made -> CODE);
        checkExits(CODE, ForkedChildren.await(report.childPid()));
    }
}
