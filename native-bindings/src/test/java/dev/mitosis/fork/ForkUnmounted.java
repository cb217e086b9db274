package dev.mitosis.fork;

import static dev.mitosis.fork.ForkPrograms.CODE;
import static dev.mitosis.fork.ForkPrograms.check;
import static dev.mitosis.fork.ForkPrograms.checkExits;
import static dev.mitosis.fork.ForkPrograms.daemon;

import dev.mitosis.testing.Until;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;

/** What virtual threads hold that are not mounted, since they wait. */
final class ForkUnmounted {
    private static final int MANY = 300;
    private static final ForkOptions BRIEF = ForkedChildren.PATIENT.withHeldLimit(Duration.ofMillis(500));
    private static final String LOCK_OWNER = "owner holds a lock taken in dev.mitosis.fork.ForkUnmounted";

    private static final ReentrantLock LOCK = new ReentrantLock();
    private static final Object MONITOR = new ForkUnmounted();
    private static final CountDownLatch NEVER = new CountDownLatch(1);
    /** The JDK lists threads that can be reached. */
    private static final List<Thread> STARTED = new CopyOnWriteArrayList<>();

    private ForkUnmounted() {}

    static Void aLockForGood() {
        unmounted("owner", ForkUnmounted::ownTheLock);
        waitersForTheLock();
        checkHolders(List.of(LOCK_OWNER));
        return null;
    }

    static Void aMonitorForGood() {
        unmounted("owner", () -> {
            synchronized (MONITOR) {
                await(NEVER);
            }
        });
        checkHolders(List.of("owner holds the monitor of dev.mitosis.fork.ForkUnmounted"));
        return null;
    }

    static Void nothing() {
        for (int i = 0; i < MANY; i++) {
            unmounted("idle", () -> await(NEVER));
        }
        checkHolders(List.of());
        return null;
    }

    /** A platform thread that waits with a monitor is no reason not to look at the virtual ones. */
    static Void besideAWaitingOwner() {
        Thread selector = daemon("selector", () -> {
            synchronized (MONITOR) {
                await(NEVER);
            }
        });
        Until.holds("it waits", () -> selector.getState() == Thread.State.WAITING);
        unmounted("owner", ForkUnmounted::ownTheLock);
        checkHolders(List.of("selector holds the monitor of dev.mitosis.fork.ForkUnmounted", LOCK_OWNER));
        return null;
    }

    /** There is room for dozens of names in a report, not for hundreds. */
    static Void moreOwnersThanCanBeNamed() {
        for (int i = 0; i < MANY; i++) {
            ReentrantLock lock = new ReentrantLock();
            unmounted("owner", () -> own(lock));
        }
        ForkReport report = ForkedChildren.start(BRIEF, made -> CODE);
        checkExits(CODE, ForkedChildren.await(report.childPid()));
        int named = Collections.frequency(report.holders(), LOCK_OWNER);
        check(named > 0, "some are named: " + report.holders());
        List<String> last = report.holders().subList(named, report.holders().size());
        check(last.equals(List.of(MANY - named + " more threads hold something")), last.toString());
        return null;
    }

    /** Nobody knows whether it holds something, and so the report does not say that it holds nothing. */
    static Void noTimeToLook() {
        unmounted("owner", ForkUnmounted::ownTheLock);
        checkHolders(
                ForkedChildren.PATIENT.withHeldLimit(Duration.ZERO),
                List.of("1 of the virtual threads were not looked at"));
        return null;
    }

    /** A child knows that those of its parent's never go on: what they hold is no news, and no reason to wait. */
    static Void aLockOfTheParents() {
        unmounted("owner", ForkUnmounted::ownTheLock);
        ForkReport report = ForkedChildren.start(BRIEF, made -> {
            checkHolders(List.of());
            unmounted("owner", () -> own(new ReentrantLock()));
            checkHolders(List.of(LOCK_OWNER));
            return CODE;
        });
        checkExits(CODE, ForkedChildren.await(report.childPid()));
        return null;
    }

    static Void names() {
        Thread owner = unmounted("owner", () -> await(NEVER));
        Thread nameless = unmounted("", () -> await(NEVER));
        checkExits(CODE, ForkedChildren.run(() -> {
            check(owner.getName().equals("owner (frozen by fork)"), owner.toString());
            check(nameless.getName().equals(" (frozen by fork)"), nameless.toString());
            return CODE;
        }));
        check(owner.getName().equals("owner"), "in the parent: " + owner);
        return null;
    }

    private static void ownTheLock() {
        own(LOCK);
    }

    private static void own(ReentrantLock lock) {
        lock.lock();
        try {
            await(NEVER);
        } finally {
            lock.unlock();
        }
    }

    /** Within lock(), but not owners. */
    private static void waitersForTheLock() {
        for (int i = 0; i < 3; i++) {
            unmounted("waiter", ForkUnmounted::ownTheLock);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A virtual thread that has come to wait. */
    private static Thread unmounted(String name, Runnable body) {
        CompletableFuture<Thread> started = new CompletableFuture<>();
        Jdk.virtualThreads().execute(() -> {
            Thread.currentThread().setName(name);
            started.complete(Thread.currentThread());
            body.run();
        });
        Thread thread = started.join();
        STARTED.add(thread);
        Until.holds("it waits", () -> thread.getState() == Thread.State.WAITING);
        return thread;
    }

    private static void checkHolders(List<String> holders) {
        checkHolders(BRIEF, holders);
    }

    private static void checkHolders(ForkOptions options, List<String> holders) {
        ForkReport report = ForkedChildren.start(options, made -> {
            check(made.holders().equals(holders), "in the child: " + made.holders());
            return CODE;
        });
        checkExits(CODE, ForkedChildren.await(report.childPid()));
        check(report.holders().equals(holders), "in the parent: " + report.holders());
    }
}
