package dev.mitosis.fork;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Processes;
import dev.mitosis.testing.Until;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Programs that fork; the argument says which. Each throws when it sees what must not be. */
final class ForkPrograms {
    static final int SIBLINGS = 20;
    static final int CODE = 7;

    private static final Map<String, Callable<?>> PROGRAMS = Map.ofEntries(
            Map.entry("pid", ForkPrograms::pid),
            Map.entry("buffered", ForkPrograms::buffered),
            Map.entry("hooks", ForkPrograms::hooks),
            Map.entry("throwingHook", ForkPrograms::throwingHook),
            Map.entry("randomness", ForkRandomness::check),
            Map.entry("grandchild", ForkPrograms::grandchild),
            Map.entry("grandchildOfTheBereft", ForkPrograms::grandchildOfTheBereft),
            Map.entry("deflated", ForkUnderLoad::deflated),
            Map.entry("deflating", ForkUnderLoad::deflating),
            Map.entry("input", ForkInputs::check),
            Map.entry("manyThreads", ForkUnderLoad::manyThreads),
            Map.entry("inShutdownHook", ForkPrograms::inShutdownHook),
            Map.entry("collecting", ForkUnderLoad::collecting),
            Map.entry("classMaker", ForkHolders::aClassInTheMaking),
            Map.entry("reportedWithoutLoadingClasses", ForkHolders::reportedWithoutLoadingClasses),
            Map.entry("monitorOwner", ForkHolders::aMonitorForGood),
            Map.entry("lockOwner", ForkHolders::aLockForGood),
            Map.entry("condition", ForkHolders::aConditionHoldsNothing),
            Map.entry("virtualMonitorOwner", ForkHolders::aMonitorOfAVirtualThread),
            Map.entry("unmountedLockOwner", ForkUnmounted::aLockForGood),
            Map.entry("unmountedMonitorOwner", ForkUnmounted::aMonitorForGood),
            Map.entry("unmountedOwnersOfNothing", ForkUnmounted::nothing),
            Map.entry("unmountedBesideAWaitingOwner", ForkUnmounted::besideAWaitingOwner),
            Map.entry("moreUnmountedThanCanBeNamed", ForkUnmounted::moreOwnersThanCanBeNamed),
            Map.entry("unmountedInHaste", ForkUnmounted::noTimeToLook),
            Map.entry("unmountedInTheParent", ForkUnmounted::aLockOfTheParents),
            Map.entry("namesOfTheUnmounted", ForkUnmounted::names),
            Map.entry("briefOwners", ForkHolders::holdersForAMoment),
            Map.entry("atOnce", ForkUnderLoad::atOnce),
            Map.entry("atOnceInChildren", ForkUnderLoad::atOnceInChildren),
            Map.entry("parentGoesOn", ForkUnderLoad::parentGoesOn),
            Map.entry("report", ForkPrograms::report),
            Map.entry("missing", ForkPrograms::missing),
            Map.entry("streams", ForkInheritance::streams),
            Map.entry("offsets", ForkInheritance::offsets),
            Map.entry("offsetsOfSiblings", ForkInheritance::offsetsOfSiblings),
            Map.entry("oomScore", ForkInheritance::oomScore),
            Map.entry("scheduling", ForkInheritance::scheduling),
            Map.entry("cpus", ForkInheritance::cpus),
            Map.entry("garbage", ForkInheritance::garbage),
            Map.entry("namesOfTheFrozen", ForkInheritance::namesOfTheFrozen),
            Map.entry("siblingOfCaller", ForkInheritance::siblingOfCaller),
            Map.entry("recording", ForkRefusals::recording),
            Map.entry("virtualThread", ForkRefusals::virtualThread),
            Map.entry("nativeCode", ForkRefusals::nativeCode),
            Map.entry("blockedSignals", ForkRefusals::blockedSignals),
            Map.entry("limitOfTasks", ForkRefusals::limitOfTasks),
            Map.entry("limitOfMemory", ForkRefusals::limitOfMemory),
            Map.entry("ioUring", ForkKernel::ioUring),
            Map.entry("libraryThread", ForkLibraries::libraryThread),
            Map.entry("busyLibraryThread", ForkLibraries::busyLibraryThread),
            Map.entry("orphan", ForkOrphans::orphan),
            Map.entry("orphanWhoseHookHangs", ForkOrphans::orphanWhoseHookHangs),
            Map.entry("stoppedOrphan", ForkOrphans::stoppedOrphan),
            Map.entry("lateOrphan", ForkOrphans::lateOrphan),
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

    /** The child's first thread, which is the one that forked, has ended, but is a zombie among its threads yet. */
    private static Void grandchildOfTheBereft() throws InterruptedException {
        AtomicInteger child = new AtomicInteger();
        Thread forks = new Thread(() -> {
            int pid = LiveFork.fork();
            if (pid == 0) {
                new Thread(ForkPrograms::forkAsTheBereft, "bereft").start();
            }
            child.set(pid);
        });
        forks.start();
        forks.join();
        checkExits(CODE, ForkedChildren.await(child.get()));
        return null;
    }

    private static void forkAsTheBereft() {
        Processes.runAndExit(() -> {
            Path leader = Path.of("/proc/self/task/" + Processes.getpid() + "/stat");
            Until.holds(
                    "the first thread has ended",
                    () -> ForkInheritance.read(leader).contains(") Z "));
            checkExits(CODE, ForkedChildren.run(() -> CODE));
            return CODE;
        });
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
