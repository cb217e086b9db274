package dev.mitosis.fork;

import static dev.mitosis.fork.ForkPrograms.CODE;
import static dev.mitosis.fork.ForkPrograms.check;
import static dev.mitosis.fork.ForkPrograms.checkExits;
import static dev.mitosis.fork.ForkPrograms.daemon;

import dev.mitosis.io.PipeEnds;
import dev.mitosis.platform.Platform;
import dev.mitosis.raw.LibC;
import dev.mitosis.testing.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** Forks of a process some of whose threads are the kernel's business: its own workers, and one that is traced. */
final class ForkKernel {
    /** What a program says on a machine that does not let it do what it is for. */
    static final String NOT_HERE = "not here";

    private static final int IO_URING_SETUP = 425;
    private static final int ENTRIES = 8;
    private static final int PARAMETER_BYTES = 120;
    private static final int FLAGS_OFFSET = 8;
    private static final int POLLED_BY_THE_KERNEL = 2;
    private static final int IDLE_OFFSET = 16;
    private static final int IDLE_MILLIS = 60_000;

    private static final int PTRACE_SEIZE = 0x4206;
    private static final int PTRACE_INTERRUPT = 0x4207;
    private static final int ALL_THREADS = 0x40000000;

    private ForkKernel() {}

    /** What these programs call by themselves. */
    public interface Calls {
        long syscall(long number, long first, long second);

        long ptrace(long request, long thread, long address, long data);

        int waitpid(int thread, Pointer status, int options);
    }

    /** An io_uring that the kernel polls has a thread of the kernel's, among this process's own. */
    static Void ioUring() {
        Pointer parameters = Memory.allocateDirect(Runtime.getSystemRuntime(), PARAMETER_BYTES, true);
        parameters.putInt(FLAGS_OFFSET, POLLED_BY_THE_KERNEL);
        parameters.putInt(IDLE_OFFSET, IDLE_MILLIS);
        Calls calls = LibC.load(Calls.class);
        if (calls.syscall(IO_URING_SETUP, ENTRIES, parameters.address()) < 0) {
            System.out.println(NOT_HERE + ": io_uring, errno=" + LibC.errno());
            return null;
        }
        if (!Until.holdsWithin(Duration.ofSeconds(10), () -> kernelWorkers() == 1)) {
            System.out.println(NOT_HERE + ": a kernel whose workers are among the threads");
            return null;
        }
        checkExits(CODE, ForkedChildren.run(() -> {
            check(kernelWorkers() == 0, "kernel's workers in the child: " + kernelWorkers());
            return CODE;
        }));
        check(kernelWorkers() == 1, "kernel's workers afterwards: " + kernelWorkers());
        return null;
    }

    private static long kernelWorkers() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(task -> name(task).startsWith("iou-")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException e) {
            return "one that has ended";
        }
    }

    /** A child of this process traces one of its threads, which therefore takes no signal. */
    static Void tracedThread() {
        CompletableFuture<Integer> sleeper = new CompletableFuture<>();
        daemon("traced", () -> {
            sleeper.complete((int) LibC.load(Calls.class).syscall(gettid(), 0, 0));
            new CompletableFuture<>().join();
        });
        int thread = sleeper.join();
        try (PipeEnds said = PipeEnds.open();
                PipeEnds over = PipeEnds.open()) {
            int tracer = ForkedChildren.start(ForkedChildren.PATIENT, report -> {
                        boolean traces = trace(thread);
                        over.writer().close();
                        said.writer().write(oneByte().put(0, (byte) (traces ? 1 : 0)));
                        return over.reader().read(oneByte()) <= 0 ? CODE : 0;
                    })
                    .childPid();
            said.writer().close(); // so that the end of a tracer ends the wait for it
            ByteBuffer answer = oneByte();
            check(said.reader().read(answer) == 1, "the tracer said nothing");
            if (answer.get(0) == 1) {
                ForkRefusals.checkRefused("stopped, or traced");
            } else {
                System.out.println(NOT_HERE + ": ptrace");
            }
            over.writer().close();
            checkExits(CODE, ForkedChildren.await(tracer));
        }
        ForkRefusals.checkForks();
        return null;
    }

    private static ByteBuffer oneByte() {
        return ByteBuffer.allocateDirect(1);
    }

    private static int gettid() {
        return Platform.current().isAarch64() ? 178 : 186;
    }

    private static boolean trace(int thread) {
        Calls calls = LibC.load(Calls.class);
        Pointer status = Memory.allocateDirect(Runtime.getSystemRuntime(), Integer.BYTES, true);
        return calls.ptrace(PTRACE_SEIZE, thread, 0, 0) == 0
                && calls.ptrace(PTRACE_INTERRUPT, thread, 0, 0) == 0
                && calls.waitpid(thread, status, ALL_THREADS) == thread;
    }

    /** Flags with which the heap lies in huge pages that the administrator has set aside; empty when there are none. */
    static List<String> flagsForReservedHugePages() throws IOException {
        long free = Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("HugePages_Free:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
        return free < 64
                ? List.of()
                : List.of("-XX:+UseLargePages", "-Xms32m", "-Xmx32m", "-XX:ReservedCodeCacheSize=16m");
    }
}
