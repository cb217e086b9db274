package dev.mitosis.fork;

import dev.mitosis.process.ExitStatus;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** What a child of a busy program does: everything that needs the JVM, while nothing of the program moves. */
final class SoakedChild {
    private static final int LIMIT_SECONDS = 20;

    private final byte[] classFile;

    SoakedChild(byte[] classFile) {
        this.classFile = classFile;
    }

    /** All of it, which the parent does once too, so that the code is not new. */
    void work() throws Exception {
        System.gc();
        startThread();
        useExecutor();
        useCommonPool();
        if (Jdk.hasVirtualThreads()) {
            useVirtualThreads();
        }
        check("class", 42, new BusyApplication.Loadable(classFile).load());
    }

    void workWhileNothingElseMoves(boolean forksAgain) throws Exception {
        BusyApplication.Steps before = BusyApplication.Steps.now();
        work();
        check("steps", before, BusyApplication.Steps.now());
        if (forksAgain) {
            check("grandchild", ExitStatus.exited(0), ForkedChildren.run(() -> {
                work();
                check("steps seen by the grandchild", before, BusyApplication.Steps.now());
                return 0;
            }));
        }
        check("steps at the end", before, BusyApplication.Steps.now());
    }

    private static void startThread() throws InterruptedException {
        AtomicBoolean ran = new AtomicBoolean();
        Thread thread = new Thread(() -> ran.set(true), "child's own");
        thread.start();
        thread.join(TimeUnit.SECONDS.toMillis(LIMIT_SECONDS));
        check("thread", true, ran.get());
    }

    private static void useExecutor() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(2);
        check("executor", 1, executor.submit(() -> 1).get(LIMIT_SECONDS, TimeUnit.SECONDS));
        executor.shutdown();
        check("executor's end", true, executor.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS));
    }

    private static void useCommonPool() throws Exception {
        check("common pool", 2, CompletableFuture.supplyAsync(() -> 2).get(LIMIT_SECONDS, TimeUnit.SECONDS));
        check(
                "delay",
                3,
                CompletableFuture.supplyAsync(() -> 3, CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS))
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS));
        check("parallel stream", 499_500, IntStream.range(0, 1000).parallel().sum());
    }

    private static void useVirtualThreads() throws Exception {
        ExecutorService executor = Jdk.virtualThreads();
        check(
                "virtual thread",
                4,
                executor.submit(() -> {
                            Thread.sleep(1);
                            return 4;
                        })
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS));
        executor.shutdown();
    }

    private static void check(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError(what + ": expected " + expected + ", was " + actual);
        }
    }
}
