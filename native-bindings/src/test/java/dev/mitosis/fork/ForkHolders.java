package dev.mitosis.fork;

import static dev.mitosis.fork.ForkPrograms.CODE;
import static dev.mitosis.fork.ForkPrograms.SIBLINGS;
import static dev.mitosis.fork.ForkPrograms.check;
import static dev.mitosis.fork.ForkPrograms.checkExits;
import static dev.mitosis.fork.ForkPrograms.daemon;

import dev.mitosis.process.Processes;
import dev.mitosis.testing.Until;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** What frozen threads hold: it is waited for, and else named. */
final class ForkHolders {
    private static final ForkOptions BRIEF = ForkedChildren.PATIENT.withHeldLimit(Duration.ofMillis(50));

    private static final CountDownLatch BEGUN = new CountDownLatch(1);
    private static final CountDownLatch ENOUGH = new CountDownLatch(1);
    private static final Object MONITOR = new ForkHolders();

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final AtomicLong STEPS = new AtomicLong();

    private ForkHolders() {}

    /** A class whose initialisation takes as long as the test does. */
    private static final class Slow {
        static {
            waitUntilEnough();
        }

        static void touch() {}
    }

    static Void aClassInTheMaking() throws InterruptedException {
        daemon("maker", Slow::touch);
        checkIsNamed("maker initialises or loads a class in dev.mitosis.fork.ForkHolders$Slow");
        return null;
    }

    /** A frozen thread may read the jar that they are in. */
    static Void reportedWithoutLoadingClasses() throws InterruptedException {
        checkExits(CODE, ForkedChildren.run(() -> CODE));
        Thread owner = daemon("owner", ForkHolders::ownForGood);
        Until.holds("it waits", () -> owner.getState() == Thread.State.WAITING);
        ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
        long before = classes.getTotalLoadedClassCount();
        ForkReport report = LiveFork.fork(BRIEF);
        long loaded = classes.getTotalLoadedClassCount() - before;
        if (report.isChild()) {
            Processes.exitNow(loaded == 0 && report.holders().size() == 1 ? CODE : 1);
        }
        checkExits(CODE, ForkedChildren.await(report.childPid()));
        return null;
    }

    static Void aMonitorForGood() throws InterruptedException {
        daemon("owner", ForkHolders::ownForGood);
        checkIsNamed("owner holds the monitor of dev.mitosis.fork.ForkHolders");
        return null;
    }

    static Void aLockForGood() throws InterruptedException {
        daemon("locker", ForkHolders::lockForGood);
        checkIsNamed("locker holds a lock taken in dev.mitosis.fork.ForkHolders");
        return null;
    }

    /** A condition's lock is free while its thread waits. */
    static Void aConditionHoldsNothing() throws InterruptedException {
        LinkedBlockingQueue<Object> queue = new LinkedBlockingQueue<>();
        Thread taker = daemon("taker", () -> {
            try {
                queue.take();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Until.holds("it waits", () -> taker.getState() == Thread.State.WAITING);
        ForkReport report = ForkedChildren.start(BRIEF, made -> {
            queue.put("the child's");
            return queue.size();
        });
        checkExits(1, ForkedChildren.await(report.childPid()));
        check(report.holders().isEmpty(), report.toString());
        return null;
    }

    /** It is mounted, since it runs. */
    static Void aMonitorOfAVirtualThread() throws InterruptedException {
        Jdk.virtualThreads().execute(() -> {
            Thread.currentThread().setName("virtual owner");
            synchronized (MONITOR) {
                BEGUN.countDown();
                while (ENOUGH.getCount() > 0) {
                    step();
                }
            }
        });
        checkIsNamed("virtual owner holds the monitor of dev.mitosis.fork.ForkHolders");
        return null;
    }

    /** Threads own a monitor or a lock most of the time, which the child then needs. */
    static Void holdersForAMoment() {
        for (int i = 0; i < 3; i++) {
            daemon("owner", () -> {
                while (true) {
                    synchronized (MONITOR) {
                        step();
                    }
                    step();
                    LOCK.lock();
                    try {
                        step();
                    } finally {
                        LOCK.unlock();
                    }
                }
            });
        }
        for (int i = 0; i < SIBLINGS / 2; i++) {
            ForkReport report = ForkedChildren.start(ForkedChildren.PATIENT, made -> {
                LOCK.lock();
                synchronized (MONITOR) {
                    return CODE;
                }
            });
            check(report.holders().isEmpty(), report.toString());
            checkExits(CODE, ForkedChildren.await(report.childPid()));
        }
        return null;
    }

    private static void step() {
        for (int n = ThreadLocalRandom.current().nextInt(5_000); n > 0; n--) {
            STEPS.incrementAndGet();
        }
    }

    private static void ownForGood() {
        synchronized (MONITOR) {
            waitUntilEnough();
        }
    }

    private static void lockForGood() {
        LOCK.lock();
        try {
            waitUntilEnough();
        } finally {
            LOCK.unlock();
        }
    }

    private static void waitUntilEnough() {
        BEGUN.countDown();
        try {
            ENOUGH.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void checkIsNamed(String holder) throws InterruptedException {
        BEGUN.await();
        ForkReport report = ForkedChildren.start(BRIEF, made -> {
            check(made.holders().contains(holder), "in the child: " + made.holders());
            return CODE;
        });
        checkExits(CODE, ForkedChildren.await(report.childPid()));
        check(report.holders().contains(holder), "in the parent: " + report.holders());
        ENOUGH.countDown();
    }
}
