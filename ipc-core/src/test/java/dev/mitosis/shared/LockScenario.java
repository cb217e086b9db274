package dev.mitosis.shared;

import static dev.mitosis.shared.Scenario.expect;
import static dev.mitosis.shared.Scenario.expectThrows;
import static dev.mitosis.shared.Scenario.joinAll;
import static dev.mitosis.shared.Scenario.start;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.participant.PeerDiedException;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import dev.mitosis.testing.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Locks and their conditions. */
@SuppressWarnings({"try", "LockNotBeforeTry", "WaitNotInLoop"}) // what is seen is how each call ends
enum LockScenario implements Scenario {
    CHILDREN_COUNT_UNDER_A_LOCK {
        @Override
        public void play(StartMethod method) throws Exception {
            SharedLock lock = Shared.anonymous().lock();
            SharedLong count = Shared.anonymous().longValue();
            List<ChildProcess<Integer>> children = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                children.add(start(method, () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        lock.lock();
                        try {
                            count.setPlain(count.getPlain() + 1);
                        } finally {
                            lock.unlock();
                        }
                    }
                    return 0;
                }));
            }
            joinAll(children);
            expect((long) CHILDREN * ROUNDS, count.get());
        }
    },
    A_KILLED_OWNERS_LOCK_GOES_ON_WITH_A_NOTICE {
        @Override
        public void play(StartMethod method) throws Exception {
            SharedLock lock = Shared.anonymous().lock();
            try (Dying owner = new Dying(method, () -> lock.hold())) {
                owner.kill();
            }
            expectThrows(OwnerDiedException.class, lock::lock);
            expectThrows(OwnerDiedException.class, () -> lock.tryLock(5, TimeUnit.SECONDS));
            expect(false, lock.isHeldByCurrentThread());
            try (Held held = lock.hold()) {
                expect(true, held.previousOwnerDied());
                held.markConsistent();
            }
            lock.lock();
            lock.unlock();
        }
    },
    A_LOCK_IS_LOST_THAT_NOBODY_MARKS_CONSISTENT {
        @Override
        public void play(StartMethod method) throws Exception {
            SharedReentrantLock lock = Shared.anonymous().reentrantLock();
            try (Dying owner = new Dying(method, () -> lock.hold())) {
                owner.kill();
            }
            lock.hold().close();
            OwnerDiedException told = expectThrows(OwnerDiedException.class, lock::hold);
            expect(false, told.isRecoverable());
        }
    },
    A_STOPPED_HEIR_IS_PASSED_OVER {
        @Override
        public void play(StartMethod method) throws Exception {
            SharedLock lock = Shared.anonymous().lock();
            lock.lock();
            ChildProcess<Integer> heir = start(method, () -> {
                lock.lock();
                lock.unlock();
                return 0;
            });
            while (lock.segment().lock().line().hasNoHeir()) {
                Thread.onSpinWait();
            }
            stop(heir.pid());
            lock.unlock();
            lock.tryHold(PATIENCE).orElseThrow().close();
            Processes.kill((int) heir.pid(), Signal.SIGCONT);
            joinAll(List.of(heir));
        }
    },
    A_WAITER_FOR_A_CONDITION_IS_TOLD_OF_A_DEATH {
        @Override
        public void play(StartMethod method) throws Exception {
            SharedLock lock = Shared.anonymous().lock();
            SharedCondition condition = lock.newCondition();
            try (Dying peer = new Dying(method, () -> {
                lock.lock();
                lock.unlock();
            })) {
                peer.awaitReady();
                lock.lock();
                peer.kill();
                expectThrows(PeerDiedException.class, condition::await);
                expect(true, lock.isHeldByCurrentThread());
                expect(false, condition.await(1, TimeUnit.MILLISECONDS));
                lock.unlock();
            }
        }
    },
    A_CONDITION_IS_SIGNALLED {
        @Override
        public void play(StartMethod method) throws Exception {
            SharedLong turn = Shared.anonymous().longValue();
            SharedReentrantLock lock = Shared.anonymous().reentrantLock();
            SharedCondition changed = lock.newCondition();
            ChildProcess<Integer> child = start(method, () -> takeTurns(turn, lock, changed, 1));
            takeTurns(turn, lock, changed, 0);
            joinAll(List.of(child));
        }
    };

    private static final int ROUNDS = 3_000;
    private static final int TURNS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Returns when none of its threads runs any more. */
    private static void stop(long pid) {
        Processes.kill((int) pid, Signal.SIGSTOP);
        Until.holds("it stands still", () -> threads(pid).stream().allMatch(LockScenario::standsStill));
    }

    private static List<Path> threads(long pid) {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean standsStill(Path thread) {
        try {
            return Files.readString(thread.resolve("stat")).contains(") T ");
        } catch (IOException ended) {
            return true;
        }
    }

    private static int takeTurns(SharedLong turn, SharedReentrantLock lock, SharedCondition changed, int own)
            throws InterruptedException {
        for (int i = 0; i < TURNS; i++) {
            try (Held held = lock.hold()) {
                while (turn.get() % 2 != own) {
                    changed.await();
                }
                turn.incrementAndGet();
                changed.signal();
            }
        }
        return 0;
    }
}
