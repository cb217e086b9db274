package dev.mitosis.fork;

import static dev.mitosis.fork.ForkPrograms.CODE;
import static dev.mitosis.fork.ForkPrograms.check;
import static dev.mitosis.fork.ForkPrograms.checkExits;
import static dev.mitosis.fork.ForkPrograms.daemon;

import dev.mitosis.io.PipeEnds;
import dev.mitosis.io.Poll;
import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.process.CpuAffinity;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.Sched;
import dev.mitosis.testing.Until;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What of the parent's is the child's, and what is not. */
final class ForkInheritance {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int FORKS = 30;
    private static final int MANY_FILES = 3000;
    private static final List<String> VM_THREADS = List.of("Finalizer", "VM Thread");
    /** Numbers of fields in proc(5)'s {@code stat}. */
    private static final int STATE = 3;

    private static final int NICENESS = 19;
    private static final int POLICY = 41;
    private static final int SCHED_BATCH = 3;

    private ForkInheritance() {}

    /** A child that does not keep a pipe does not keep its reader waiting either. */
    static Void streams() {
        PipeEnds kept = PipeEnds.open();
        PipeEnds dropped = PipeEnds.open();
        int number = kept.writer().number();
        ForkReport report = ForkedChildren.start(ForkedChildren.PATIENT.keepingStreams(number), made -> {
            kept.writer().write(ByteBuffer.allocateDirect(1));
            TimeUnit.MINUTES.sleep(1);
            return 0;
        });
        check(Poll.readable(kept.reader(), SOON), "what the child writes arrives");
        dropped.writer().close();
        check(Poll.readable(dropped.reader(), SOON), "the end of a pipe that only the parent has");
        check(dropped.reader().read(ByteBuffer.allocateDirect(1)) == -1, "nobody else has it open");
        Processes.kill(report.childPid(), Signal.SIGKILL);
        Processes.waitpid(report.childPid());
        return null;
    }

    /**
     * Both read on from where the file was when it forked, at the same time; also when its path leads to another file meanwhile,
     * or nowhere.
     */
    static Void offsets() throws IOException {
        Path file = Files.createTempFile("mitosis-test-", ".numbers");
        byte[] numbers = new byte[FORKS + 1];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (byte) i;
        }
        Files.write(file, numbers);
        Path moved = file.resolveSibling(file.getFileName() + ".moved");
        try (InputStream reader = new FileInputStream(file.toFile())) {
            for (int i = 0; i < FORKS; i++) {
                int next = i;
                if (i == FORKS / 3) {
                    Files.move(file, moved);
                    Files.write(file, new byte[numbers.length]);
                } else if (i == 2 * FORKS / 3) {
                    Files.delete(moved);
                    Files.delete(file);
                }
                ForkReport report = ForkedChildren.start(ForkedChildren.PATIENT, made -> {
                    int read = reader.read();
                    check(read == next, "the child reads " + read + ", expected " + next);
                    return CODE;
                });
                int read = reader.read();
                check(read == next, "the parent reads " + read + ", expected " + next);
                checkExits(CODE, ForkedChildren.await(report.childPid()));
            }
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(moved);
        }
        return null;
    }

    /** The second fork of two in a row comes while the first child is about to open its many files. */
    static Void offsetsOfSiblings() throws IOException {
        Path file = Files.createTempFile("mitosis-test-", ".numbers");
        Files.write(file, new byte[] {0, 1, 2});
        List<InputStream> readers = new ArrayList<>();
        try {
            for (int i = 0; i < MANY_FILES; i++) {
                readers.add(new FileInputStream(file.toFile()));
            }
            int first = readingChild(readers);
            int second = readingChild(readers);
            checkReads(readers);
            checkExits(CODE, ForkedChildren.await(first));
            checkExits(CODE, ForkedChildren.await(second));
        } finally {
            for (InputStream reader : readers) {
                reader.close();
            }
            Files.delete(file);
        }
        return null;
    }

    private static int readingChild(List<InputStream> readers) {
        return ForkedChildren.start(ForkedChildren.PATIENT, made -> {
                    checkReads(readers);
                    return CODE;
                })
                .childPid();
    }

    private static void checkReads(List<InputStream> readers) throws IOException {
        for (InputStream reader : readers) {
            int read = reader.read();
            check(read == 0, "read " + read + ": somebody else has read before");
        }
    }

    static Void oomScore() {
        int own = oomScoreOf("self");
        checkExits(CODE, ForkedChildren.run(() -> {
            check(oomScoreOf("self") == Math.min(1000, own + 100), "the child's score is " + oomScoreOf("self"));
            return CODE;
        }));
        check(oomScoreOf("self") == own, "the parent's");
        return null;
    }

    private static int oomScoreOf(String process) {
        return Integer.parseInt(read(Path.of("/proc", process, "oom_score_adj")).strip());
    }

    /** What these programs call by themselves. */
    public interface Calls {
        int setpriority(int which, int who, int niceness);

        int sched_setscheduler(int tid, int policy, int[] parameter);
    }

    /** Threads of the JVM's keep theirs. */
    static Void scheduling() {
        Calls calls = LibC.load(Calls.class);
        for (int i = 0; i < VM_THREADS.size(); i++) {
            int tid = idOf(task(VM_THREADS.get(i)).orElseThrow());
            check(calls.setpriority(0, tid, i + 2) == 0, "a thread may be nicer");
            check(i > 0 || calls.sched_setscheduler(tid, SCHED_BATCH, new int[] {0}) == 0, "a thread may be a batch's");
        }
        List<String> set = List.of("2 " + SCHED_BATCH, "3 0");
        for (int i = 0; i < FORKS; i++) {
            checkExits(CODE, ForkedChildren.run(() -> {
                Until.holds(
                        "the child's have the same",
                        () -> schedulingOf(VM_THREADS).equals(set));
                return CODE;
            }));
        }
        check(schedulingOf(VM_THREADS).equals(set), "the parent's are " + schedulingOf(VM_THREADS));
        return null;
    }

    /** Niceness and policy of those that are there: in a new child, a thread without its name may be about to get it. */
    private static List<String> schedulingOf(List<String> threads) {
        return threads.stream()
                .flatMap(thread -> task(thread).stream())
                .map(task -> {
                    String stat = read(task.resolve("stat"));
                    List<String> fields =
                            List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
                    return fields.get(NICENESS - STATE) + " " + fields.get(POLICY - STATE);
                })
                .toList();
    }

    /** A child may use the processors that its parent may, wherever it has begun. */
    static Void cpus() {
        BitSet all = CpuAffinity.get();
        BitSet last = new BitSet();
        last.set(all.length() - 1);
        for (BitSet own : List.of(all, last)) {
            CpuAffinity.set(own);
            for (int i = 0; i < FORKS; i++) {
                checkExits(CODE, ForkedChildren.run(() -> {
                    check(CpuAffinity.get().equals(own), "the caller's are " + CpuAffinity.get());
                    Until.holds("the VM's have theirs", () -> cpusOf(VM_THREADS).equals(List.of(all, all)));
                    return CODE;
                }));
            }
            check(CpuAffinity.get().equals(own), "the parent's are " + CpuAffinity.get());
        }
        return null;
    }

    private static List<BitSet> cpusOf(List<String> threads) {
        return threads.stream()
                .flatMap(thread -> task(thread).stream())
                .map(task -> {
                    long[] cpus = new long[16];
                    LibC.load(Sched.class).sched_getaffinity(idOf(task), cpus.length * (long) Long.BYTES, cpus);
                    return BitSet.valueOf(cpus);
                })
                .toList();
    }

    private static int idOf(Path task) {
        return Integer.parseInt(task.getFileName().toString());
    }

    private static Optional<Path> task(String name) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(task -> ForkKernel.name(task).strip().equals(name))
                    .findAny();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is garbage in a child goes there too. */
    @SuppressWarnings("SystemGc") // nothing else finds garbage when it is asked to
    static Void garbage() throws IOException {
        Path path = Files.createTempFile("mitosis-test-", ".region");
        Files.delete(path);
        try (SharedFile file = SharedFile.create(path, 4096)) {
            file.map();
            checkExits(CODE, ForkedChildren.run(() -> {
                file.map();
                for (int i = 0; i < 1000 && mappingsOf(path) > 0; i++) {
                    System.gc();
                    MappedRegion.anonymous(1).close();
                    TimeUnit.MILLISECONDS.sleep(10);
                }
                check(mappingsOf(path) == 0, "what nobody can reach is mapped yet");
                return CODE;
            }));
        } finally {
            Files.deleteIfExists(path);
        }
        return null;
    }

    private static long mappingsOf(Path path) {
        return read(Path.of("/proc/self/maps"))
                .lines()
                .filter(line -> line.endsWith(" " + path))
                .count();
    }

    static Void namesOfTheFrozen() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        daemon("sleeper", () -> {
            started.countDown();
            try {
                TimeUnit.HOURS.sleep(1);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        started.await();
        checkExits(CODE, ForkedChildren.run(() -> {
            check(isAlive("sleeper (frozen by fork)"), "the child sees who is frozen");
            check(isAlive("main"), "the caller keeps its name");
            checkExits(CODE, ForkedChildren.run(() -> {
                check(isAlive("sleeper (frozen by fork)"), "and so does its child");
                return CODE;
            }));
            return CODE;
        }));
        check(isAlive("sleeper"), "the parent's thread keeps its name");
        return null;
    }

    private static boolean isAlive(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(name));
    }

    /** The child forks a sibling of its own, which is then this program's to wait for. */
    static Void siblingOfCaller() {
        PipeEnds pipe = PipeEnds.open();
        int self = Processes.getpid();
        checkExits(CODE, ForkedChildren.run(() -> {
            ForkReport report = ForkedChildren.start(ForkedChildren.PATIENT.asSiblingOfCaller(), made -> {
                check(Processes.getppid() == self, "its parent is the caller's");
                return CODE + 1;
            });
            ByteBuffer pid = ByteBuffer.allocateDirect(Integer.BYTES).putInt(report.childPid());
            pipe.writer().write(pid.flip());
            return CODE;
        }));
        ByteBuffer pid = ByteBuffer.allocateDirect(Integer.BYTES);
        check(pipe.reader().read(pid) == Integer.BYTES, "the sibling's pid");
        ExitStatus status = ForkedChildren.await(pid.flip().getInt());
        checkExits(CODE + 1, status);
        return null;
    }
}
