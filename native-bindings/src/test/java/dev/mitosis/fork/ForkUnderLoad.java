package dev.mitosis.fork;

import static dev.mitosis.fork.ForkPrograms.CODE;
import static dev.mitosis.fork.ForkPrograms.SIBLINGS;
import static dev.mitosis.fork.ForkPrograms.check;
import static dev.mitosis.fork.ForkPrograms.checkExits;
import static dev.mitosis.fork.ForkPrograms.daemon;

import dev.mitosis.process.Processes;
import dev.mitosis.testing.Until;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.Deflater;

/** Forks of a program whose other threads are busy, or many, or fork too. */
final class ForkUnderLoad {
    private static final long PAUSE_NANOS = 2_000_000;
    /** Half of the largest region that a small heap has, and more. */
    private static final int HUMONGOUS_BYTES = 2 << 20;

    private ForkUnderLoad() {}

    static Void deflating() {
        for (int i = 0; i < 3; i++) {
            daemon("deflates", () -> {
                byte[] content = new byte[100_000];
                ThreadLocalRandom.current().nextBytes(content);
                while (true) {
                    deflate(content);
                }
            });
        }
        forkInTurn(SIBLINGS, () -> {
            System.gc();
            ForkPrograms.garbage = new byte[1 << 20];
            return CODE;
        });
        return null;
    }

    /** In memory of a G1 region of its own each, so that the collector's count of what a thread has pinned goes up and down by different regions. */
    static Void deflated() throws InterruptedException {
        Processes.getpid(); // unpacks classes, which pins memory too
        System.gc();
        check(LiveFork.missingBecause().isEmpty(), LiveFork.missingBecause());
        CountDownLatch done = new CountDownLatch(1);
        daemon("has deflated", () -> {
            deflate(new byte[HUMONGOUS_BYTES]);
            done.countDown();
            while (true) {
                LockSupport.park();
            }
        });
        done.await();
        forkInTurn(SIBLINGS, ForkUnderLoad::collect);
        return null;
    }

    private static void deflate(byte[] content) {
        Deflater deflater = new Deflater();
        deflater.setInput(content);
        deflater.finish();
        deflater.deflate(new byte[content.length * 2]);
        deflater.end();
    }

    static Void manyThreads() throws InterruptedException {
        int threads = 500;
        CountDownLatch started = new CountDownLatch(threads);
        AtomicLong steps = new AtomicLong();
        for (int i = 0; i < threads; i++) {
            daemon("one of many", () -> {
                started.countDown();
                while (true) {
                    LockSupport.parkNanos(50_000_000);
                    steps.incrementAndGet();
                }
            });
        }
        started.await();
        ForkReport report = ForkedChildren.start(ForkedChildren.PATIENT, made -> {
            long before = steps.get();
            Thread.sleep(200);
            check(steps.get() == before, "they moved in the child");
            return CODE;
        });
        checkExits(CODE, ForkedChildren.await(report.childPid()));
        check(report.frozenThreads() >= threads, report.toString());
        long before = steps.get();
        Until.holds("they go on in the parent", () -> steps.get() > before + threads);
        return null;
    }

    static Void collecting() {
        forkInTurn(1, ForkUnderLoad::collect); // what is loaded now need not be loaded between collections
        for (int i = 0; i < 2; i++) {
            daemon("collects", () -> {
                while (true) {
                    System.gc();
                    LockSupport.parkNanos(PAUSE_NANOS); // G1 lets nobody else allocate otherwise
                }
            });
        }
        forkInTurn(SIBLINGS, ForkUnderLoad::collect);
        return null;
    }

    private static int collect() {
        System.gc();
        return CODE;
    }

    private static void forkInTurn(int forks, Callable<Integer> body) {
        for (int i = 0; i < forks; i++) {
            checkExits(CODE, ForkedChildren.run(body));
        }
    }

    static Void atOnce() throws Exception {
        forkAtOnce(4, SIBLINGS / 4, () -> CODE);
        return null;
    }

    /** In each child, threads of the parent are frozen while they wait for their turn. */
    static Void atOnceInChildren() throws Exception {
        forkAtOnce(4, 2, () -> {
            forkAtOnce(2, 1, () -> CODE);
            return CODE;
        });
        return null;
    }

    private static void forkAtOnce(int threads, int forks, Callable<Integer> body) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<?>> all = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            all.add(executor.submit(() -> {
                forkInTurn(forks, body);
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get(ForkedChildren.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        executor.shutdown();
    }

    static Void parentGoesOn() {
        AtomicLong steps = new AtomicLong();
        daemon("steps", () -> {
            while (true) {
                steps.incrementAndGet();
            }
        });
        for (int i = 0; i < SIBLINGS; i++) {
            ForkReport report = ForkedChildren.start(ForkedChildren.PATIENT, made -> {
                long before = steps.get();
                Thread.sleep(5);
                check(steps.get() == before, "it moved in the child");
                return CODE;
            });
            long before = steps.get();
            Until.holds("it moves in the parent", () -> steps.get() > before);
            checkExits(CODE, ForkedChildren.await(report.childPid()));
        }
        return null;
    }
}
