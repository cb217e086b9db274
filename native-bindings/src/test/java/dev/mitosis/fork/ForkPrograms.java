package dev.mitosis.fork;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Processes;
import dev.mitosis.testing.Until;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
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

/** Programs that fork; the argument says which. Each throws when it sees what must not be. */
final class ForkPrograms {
    private static final long PAUSE_NANOS = 2_000_000;

    static final int SIBLINGS = 20;
    static final int CODE = 7;

    private static final Map<String, Callable<?>> PROGRAMS = Map.ofEntries(
            Map.entry("pid", ForkPrograms::pid),
            Map.entry("buffered", ForkPrograms::buffered),
            Map.entry("hooks", ForkPrograms::hooks),
            Map.entry("throwingHook", ForkPrograms::throwingHook),
            Map.entry("randomness", ForkRandomness::check),
            Map.entry("grandchild", ForkPrograms::grandchild),
            Map.entry("deflating", ForkPrograms::deflating),
            Map.entry("input", ForkInputs::check),
            Map.entry("manyThreads", ForkPrograms::manyThreads),
            Map.entry("inShutdownHook", ForkPrograms::inShutdownHook),
            Map.entry("collecting", ForkPrograms::collecting),
            Map.entry("classMaker", ForkHolders::aClassInTheMaking),
            Map.entry("monitorOwner", ForkHolders::aMonitorForGood),
            Map.entry("lockOwner", ForkHolders::aLockForGood),
            Map.entry("condition", ForkHolders::aConditionHoldsNothing),
            Map.entry("virtualMonitorOwner", ForkHolders::aMonitorOfAVirtualThread),
            Map.entry("briefOwners", ForkHolders::holdersForAMoment),
            Map.entry("atOnce", ForkPrograms::atOnce),
            Map.entry("atOnceInChildren", ForkPrograms::atOnceInChildren),
            Map.entry("parentGoesOn", ForkPrograms::parentGoesOn),
            Map.entry("report", ForkPrograms::report),
            Map.entry("missing", ForkPrograms::missing),
            Map.entry("streams", ForkInheritance::streams),
            Map.entry("offsets", ForkInheritance::offsets),
            Map.entry("oomScore", ForkInheritance::oomScore),
            Map.entry("namesOfTheFrozen", ForkInheritance::namesOfTheFrozen),
            Map.entry("siblingOfCaller", ForkInheritance::siblingOfCaller),
            Map.entry("recording", ForkRefusals::recording),
            Map.entry("virtualThread", ForkRefusals::virtualThread),
            Map.entry("blockedSignals", ForkRefusals::blockedSignals),
            Map.entry("limitOfTasks", ForkRefusals::limitOfTasks),
            Map.entry("ioUring", ForkKernel::ioUring),
            Map.entry("tracedThread", ForkKernel::tracedThread));

    static volatile Object garbage;

    private ForkPrograms() {}

    public static void main(String[] args) throws Exception {
        try {
            PROGRAMS.get(args[0]).call();
        } catch (Throwable e) {
            e.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    static void checkExits(int code, ExitStatus status) {
        check(status.equals(ExitStatus.exited(code)), "expected code " + code + ", child " + status);
    }

    static Thread daemon(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static Void pid() {
        long parent = ProcessHandle.current().pid();
        check(parent == Processes.getpid(), "the parent's pid");
        checkExits(CODE, ForkedChildren.run(() -> {
            check(Processes.getpid() != parent, "a process of its own");
            check(Processes.getppid() == parent, "its parent");
            check(ProcessHandle.current().pid() == Processes.getpid(), "ProcessHandle's pid");
            check(ProcessHandle.current().isAlive(), "ProcessHandle's life");
            String name = ManagementFactory.getRuntimeMXBean().getName();
            check(name.startsWith(Processes.getpid() + "@"), "RuntimeMXBean's name: " + name);
            return CODE;
        }));
        check(ProcessHandle.current().pid() == parent, "the parent's pid afterwards");
        return null;
    }

    private static Void buffered() {
        System.out.print("before ");
        checkExits(0, ForkedChildren.run(() -> {
            System.out.print("child ");
            System.out.flush();
            return 0;
        }));
        System.out.println("after");
        return null;
    }

    private static Void hooks() {
        List<String> calls = Collections.synchronizedList(new ArrayList<>());
        for (int i = 1; i <= 2; i++) {
            ForkHooks.register(new Noting(calls, i));
        }
        checkExits(0, ForkedChildren.run(() -> {
            System.out.println(String.join(", ", calls));
            System.out.flush();
            return 0;
        }));
        System.out.println(String.join(", ", calls));
        return null;
    }

    /** A hook that says when it runs. */
    private record Noting(List<String> calls, int number) implements ForkHooks.Hook {
        @Override
        public void before() {
            calls.add("before " + number);
        }

        @Override
        public void afterInParent() {
            calls.add("parent " + number);
        }

        @Override
        public void afterInChild() {
            calls.add("child " + number);
        }
    }

    private static Void throwingHook() {
        ForkHooks.Registration refusing = ForkHooks.register(new ForkHooks.Hook() {
            @Override
            public void before() {
                throw new IllegalStateException("not now");
            }
        });
        try {
            LiveFork.fork();
            throw new AssertionError("it forked");
        } catch (IllegalStateException e) {
            check("not now".equals(e.getMessage()), e.getMessage());
        }
        refusing.close();
        checkExits(CODE, ForkedChildren.run(() -> CODE));
        return null;
    }

    private static Void grandchild() {
        checkExits(
                CODE + 2,
                ForkedChildren.run(() -> ForkedChildren.run(() ->
                                        ForkedChildren.run(() -> CODE).code().getAsInt() + 1)
                                .code()
                                .getAsInt()
                        + 1));
        return null;
    }

    private static Void deflating() {
        for (int i = 0; i < 3; i++) {
            daemon("deflates", () -> {
                byte[] content = new byte[100_000];
                ThreadLocalRandom.current().nextBytes(content);
                while (true) {
                    Deflater deflater = new Deflater();
                    deflater.setInput(content);
                    deflater.finish();
                    deflater.deflate(new byte[content.length * 2]);
                    deflater.end();
                }
            });
        }
        for (int i = 0; i < SIBLINGS; i++) {
            checkExits(CODE, ForkedChildren.run(() -> {
                System.gc();
                garbage = new byte[1 << 20];
                return CODE;
            }));
        }
        return null;
    }

    private static Void manyThreads() throws InterruptedException {
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

    private static Void inShutdownHook() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ForkReport report = LiveFork.fork(ForkOptions.DEFAULT);
            if (report.isChild()) {
                Processes.exitNow(CODE);
            }
            System.out.println("child in hook: " + ForkedChildren.await(report.childPid()));
            System.out.flush();
        }));
        return null;
    }

    private static Void collecting() {
        for (int i = 0; i < 2; i++) {
            daemon("collects", () -> {
                while (true) {
                    System.gc();
                    LockSupport.parkNanos(PAUSE_NANOS); // G1 lets nobody else allocate otherwise
                }
            });
        }
        for (int i = 0; i < SIBLINGS; i++) {
            checkExits(CODE, ForkedChildren.run(() -> {
                System.gc();
                return CODE;
            }));
        }
        return null;
    }

    private static Void atOnce() throws Exception {
        forkAtOnce(4, SIBLINGS / 4, () -> CODE);
        return null;
    }

    /** In each child, threads of the parent are frozen while they wait for their turn. */
    private static Void atOnceInChildren() throws Exception {
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
                for (int i = 0; i < forks; i++) {
                    checkExits(CODE, ForkedChildren.run(body));
                }
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get(ForkedChildren.LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        executor.shutdown();
    }

    private static Void parentGoesOn() {
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

    private static Void report() {
        ForkReport inParent = ForkedChildren.start(ForkedChildren.PATIENT, made -> {
            check(made.parkedThreads() > 0 && !made.park().isZero(), made.toString());
            return CODE;
        });
        checkExits(CODE, ForkedChildren.await(inParent.childPid()));
        check(inParent.parkedThreads() > 0 && !inParent.fork().isZero(), inParent.toString());
        return null;
    }

    private static Void missing() {
        System.out.println(LiveFork.missingBecause());
        return null;
    }
}
