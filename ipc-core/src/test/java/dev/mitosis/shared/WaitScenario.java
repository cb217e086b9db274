package dev.mitosis.shared;

import static dev.mitosis.shared.Scenario.expect;
import static dev.mitosis.shared.Scenario.expectThrows;
import static dev.mitosis.shared.Scenario.joinAll;
import static dev.mitosis.shared.Scenario.start;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.participant.PeerDiedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;

/** Semaphores, events and barriers. */
enum WaitScenario implements Scenario {
    THE_DEADS_PERMITS_ARE_RETURNED {
        @Override
        public void play(StartMethod method) throws Exception {
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
        public void play(StartMethod method) throws Exception {
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
        public void play(StartMethod method) throws Exception {
            SharedSemaphore signals = Shared.anonymous().semaphore(0);
            try (Dying peer = new Dying(method, () -> signals.tryAcquire())) {
                peer.kill();
            }
            expectThrows(PeerDiedException.class, signals::acquire);
        }
    },
    AN_EVENT_IS_WAITED_FOR {
        @Override
        public void play(StartMethod method) throws Exception {
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
        public void play(StartMethod method) throws Exception {
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
        public void play(StartMethod method) throws Exception {
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
        public void play(StartMethod method) throws Exception {
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
    };

    private static final int TURNS = 200;
    private static final int BARRIER_ROUNDS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

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
}
