package dev.mitosis.shared;

import dev.mitosis.ipc.Body;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.participant.PeerDiedException;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;

/** What processes do with shared objects, whatever way they were started. */
@SuppressWarnings({"try", "LockNotBeforeTry", "WaitNotInLoop"}) // what is seen is how each call ends
enum Scenario {
    CHILDREN_COUNT_UNDER_A_LOCK {
        @Override
        void play(StartMethod method) throws Exception {
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
    A_VALUE_IS_CHANGED_UNDER_ITS_OWN_LOCK {
        @Override
        void play(StartMethod method) throws Exception {
            SharedDouble sum = Shared.anonymous().doubleValue();
            SharedReentrantLock lock = sum.lock();
            List<ChildProcess<Integer>> children = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                children.add(start(method, () -> {
                    for (int round = 0; round < ROUNDS; round++) {
                        try (Held outer = lock.hold();
                                Held inner = lock.hold()) {
                            sum.set(sum.get() + 1);
                        }
                    }
                    return 0;
                }));
            }
            joinAll(children);
            expect((double) CHILDREN * ROUNDS, sum.get());
        }
    },
    A_KILLED_OWNERS_LOCK_GOES_ON_WITH_A_NOTICE {
        @Override
        void play(StartMethod method) throws Exception {
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
        void play(StartMethod method) throws Exception {
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
        void play(StartMethod method) throws Exception {
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
            Processes.kill((int) heir.pid(), Signal.SIGSTOP);
            lock.unlock();
            lock.tryHold(PATIENCE).orElseThrow().close();
            Processes.kill((int) heir.pid(), Signal.SIGCONT);
            joinAll(List.of(heir));
        }
    },
    A_WAITER_FOR_A_CONDITION_IS_TOLD_OF_A_DEATH {
        @Override
        void play(StartMethod method) throws Exception {
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
        void play(StartMethod method) throws Exception {
            SharedLong turn = Shared.anonymous().longValue();
            SharedReentrantLock lock = Shared.anonymous().reentrantLock();
            SharedCondition changed = lock.newCondition();
            ChildProcess<Integer> child = start(method, () -> takeTurns(turn, lock, changed, 1));
            takeTurns(turn, lock, changed, 0);
            joinAll(List.of(child));
        }
    },
    THE_DEADS_PERMITS_ARE_RETURNED {
        @Override
        void play(StartMethod method) throws Exception {
            SharedSemaphore semaphore = Shared.anonymous().boundedSemaphore(3);
            try (Dying holder = new Dying(method, () -> semaphore.acquire(3))) {
                holder.awaitReady();
                expect(false, semaphore.tryAcquire(1, 1, TimeUnit.MILLISECONDS));
                holder.kill();
                expect(true, semaphore.tryAcquire(2, 10, TimeUnit.SECONDS));
            }
            expect(1, semaphore.availablePermits());
            semaphore.release(2);
            expectThrows(IllegalStateException.class, semaphore::release);
        }
    },
    THE_DEADS_PERMITS_ARE_REPORTED {
        @Override
        void play(StartMethod method) throws Exception {
            SharedSemaphore semaphore = Shared.anonymous().semaphore(2, 2, PermitsOfTheDead.REPORT);
            try (Dying holder = new Dying(method, () -> semaphore.acquire(2))) {
                holder.kill();
            }
            expectThrows(PeerDiedException.class, semaphore::acquire);
            expect(0, semaphore.availablePermits());
            expect(2, semaphore.permitsOfTheDead());
            expect(2, semaphore.returnPermitsOfTheDead());
            expect(2, semaphore.availablePermits());
            expect(0, semaphore.permitsOfTheDead());
        }
    },
    WHO_IS_ALONE_DOES_NOT_WAIT_FOR_A_PERMIT_OF_THE_DEAD {
        @Override
        void play(StartMethod method) throws Exception {
            SharedSemaphore signals = Shared.anonymous().semaphore(0);
            try (Dying peer = new Dying(method, () -> signals.tryAcquire())) {
                peer.kill();
            }
            expectThrows(PeerDiedException.class, signals::acquire);
        }
    },
    AN_EVENT_IS_WAITED_FOR {
        @Override
        void play(StartMethod method) throws Exception {
            SharedEvent there = Shared.anonymous().event();
            SharedEvent back = Shared.anonymous().event();
            ChildProcess<Integer> child = start(method, () -> {
                for (int i = 0; i < TURNS; i++) {
                    there.await();
                    there.clear();
                    back.set();
                }
                return 0;
            });
            for (int i = 0; i < TURNS; i++) {
                there.set();
                expect(true, back.await(PATIENCE));
                back.clear();
            }
            joinAll(List.of(child));
            expect(false, there.await(Duration.ofMillis(1)));
        }
    },
    A_WAITER_FOR_AN_EVENT_IS_TOLD_OF_A_DEATH_AND_NOT_OF_AN_END {
        @Override
        void play(StartMethod method) throws Exception {
            SharedEvent event = Shared.anonymous().event();
            joinAll(List.of(start(method, () -> event.await(Duration.ofMillis(1)) ? 1 : 0)));
            expect(false, event.await(Duration.ofMillis(300)));
            try (Dying peer = new Dying(method, () -> event.await(Duration.ofMillis(1)))) {
                peer.kill();
            }
            expectThrows(PeerDiedException.class, event::await);
        }
    },
    ALL_PASS_A_BARRIER_TOGETHER {
        @Override
        void play(StartMethod method) throws Exception {
            SharedBarrier barrier = Shared.anonymous().barrier(CHILDREN + 1);
            SharedLongArray passed = Shared.anonymous().longArray(CHILDREN + 1);
            List<ChildProcess<Integer>> children = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                int number = i;
                children.add(start(method, () -> pass(barrier, passed, number)));
            }
            pass(barrier, passed, CHILDREN);
            joinAll(children);
            expect((long) (CHILDREN + 1) * BARRIER_ROUNDS, passed.stream().sum());
        }
    },
    A_BARRIER_BREAKS_WHEN_A_PARTY_DIES {
        @Override
        void play(StartMethod method) throws Exception {
            SharedBarrier barrier = Shared.anonymous().barrier(2);
            try (Dying party = new Dying(method, () -> {
                barrier.await();
            })) {
                barrier.await();
                party.awaitReady();
                party.kill();
                expectThrows(BrokenBarrierException.class, barrier::await);
            }
            expect(true, barrier.isBroken());
            barrier.reset();
            expect(false, barrier.isBroken());
        }
    },
    VALUES_AND_ARRAYS_OF_ALL_KINDS_ARE_SHARED {
        @Override
        void play(StartMethod method) throws Exception {
            SharedLong large = Shared.anonymous().longValue();
            SharedInt small = Shared.anonymous().intValue();
            SharedDouble fraction = Shared.anonymous().doubleValue();
            SharedBoolean flag = Shared.anonymous().booleanValue();
            SharedLongArray longs = Shared.anonymous().longArray(2);
            SharedIntArray ints = Shared.anonymous().intArray(2);
            SharedDoubleArray doubles = Shared.anonymous().doubleArray(2);
            joinAll(List.of(start(method, () -> {
                large.set(Long.MIN_VALUE);
                small.accumulateAndGet(-3, Math::min);
                fraction.addAndGet(0.5);
                flag.set(true);
                longs.bytes().writeLong(Long.BYTES, 1);
                ints.accumulateAndGet(1, 7, Integer::sum);
                doubles.buffer().putDouble(Double.BYTES, 1.5);
                return 0;
            })));
            expect(Long.MIN_VALUE, large.get());
            expect(-3, small.get());
            expect(0.5, fraction.get());
            expect(true, flag.get());
            expect(1L, longs.stream().sum());
            expect(7, ints.stream().sum());
            expect(1.5, doubles.stream().sum());
        }
    },
    WHAT_HAS_A_NAME_IS_FOUND_BY_IT {
        @Override
        void play(StartMethod method) throws Exception {
            String name = "scenario-" + ProcessHandle.current().pid();
            try (SharedMemory memory = Shared.named(name).memory(2)) {
                try {
                    joinAll(List.of(start(method, () -> {
                        try (SharedMemory found = Shared.named(name).existing(SharedMemory.class)) {
                            found.put(1, new byte[] {9});
                        }
                        return 0;
                    })));
                } finally {
                    memory.delete();
                }
                byte[] all = new byte[2];
                memory.get(0, all);
                expect(9, (int) all[1]);
            }
        }
    },
    AN_ARRAY_IS_FILLED_BY_CHILDREN {
        @Override
        void play(StartMethod method) throws Exception {
            SharedLongArray squares = Shared.anonymous().longArray(CHILDREN * TURNS);
            SharedMemory text = Shared.anonymous().memory(CHILDREN);
            List<ChildProcess<Integer>> children = new ArrayList<>();
            for (int i = 0; i < CHILDREN; i++) {
                int part = i;
                children.add(start(method, () -> {
                    for (int at = part * TURNS; at < (part + 1) * TURNS; at++) {
                        squares.set(at, (long) at * at);
                    }
                    text.put(part, new byte[] {(byte) ('a' + part)});
                    return 0;
                }));
            }
            joinAll(children);
            for (int at = 0; at < CHILDREN * TURNS; at++) {
                expect((long) at * at, squares.get(at));
            }
            byte[] letters = new byte[CHILDREN];
            text.get(0, letters);
            expect("abc", new String(letters, java.nio.charset.StandardCharsets.US_ASCII));
        }
    };

    private static final int CHILDREN = 3;
    private static final int ROUNDS = 3_000;
    private static final int TURNS = 200;
    private static final int BARRIER_ROUNDS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    abstract void play(StartMethod method) throws Exception;

    /**
     * Plays all, one after the other.
     *
     * @param arguments METHOD
     */
    public static void main(String[] arguments) throws Exception {
        for (Scenario scenario : values()) {
            System.out.println(scenario);
            scenario.play(StartMethod.valueOf(arguments[0]));
        }
        System.exit(0);
    }

    static <T> ChildProcess<T> start(StartMethod method, Body<T> body) {
        return ChildProcess.builder().method(method).start(body);
    }

    private static void joinAll(List<ChildProcess<Integer>> children) throws Exception {
        for (ChildProcess<Integer> child : children) {
            expect(0, child.result());
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

    private static int pass(SharedBarrier barrier, SharedLongArray passed, int number) throws Exception {
        for (int round = 0; round < BARRIER_ROUNDS; round++) {
            passed.getAndAdd(number, 1);
            barrier.await();
            int now = round;
            if (passed.stream().anyMatch(count -> count < now + 1)) {
                throw new AssertionError("somebody has passed before others came, round=" + round);
            }
            barrier.await();
        }
        return 0;
    }

    static void expect(Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new AssertionError("expected " + expected + ", was " + actual);
        }
    }

    interface Task {
        void run() throws Exception;
    }

    private static <T extends Exception> T expectThrows(Class<T> type, Task task) throws Exception {
        try {
            task.run();
        } catch (Exception thrown) {
            if (type.isInstance(thrown)) {
                return type.cast(thrown);
            }
            throw thrown;
        }
        throw new AssertionError("nothing was thrown, expected " + type.getName());
    }
}
