package dev.mitosis.shared;

import dev.mitosis.participant.PeerDiedException;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;

/** Children that are killed while they wait for others, or wake them. */
@SuppressWarnings("WaitNotInLoop") // what is seen is how each call ends
final class WaitsAtKillPoints {
    private WaitsAtKillPoints() {}

    static final class Event implements KillPointRound {
        final SharedEvent event = Shared.anonymous().event();

        @Override
        public void use() {
            event.segment().seats().mine();
        }

        @Override
        public void child() throws Exception {
            event.await(Duration.ofMillis(3));
            event.clear();
            event.set();
        }

        @Override
        public void meanwhile() throws Exception {
            try {
                Scenario.expect(true, event.await(LIMIT));
            } catch (PeerDiedException told) {
                event.set();
            }
        }

        @Override
        public void parent() throws Exception {
            event.set();
            Scenario.expect(true, event.await(LIMIT));
        }
    }

    static final class Condition implements KillPointRound {
        final SharedReentrantLock lock = Shared.anonymous().reentrantLock();
        final SharedCondition changed = lock.newCondition();
        final SharedLong value = Shared.anonymous().longValue();

        @Override
        public void use() {
            lock.segment().seats().mine();
        }

        @Override
        public void child() throws Exception {
            lock.lock();
            try {
                changed.awaitNanos(3_000_000);
                value.set(1);
                changed.signal();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void meanwhile() throws Exception {
            try (Held held = lock.tryHold(LIMIT).orElseThrow()) {
                if (held.previousOwnerDied()) {
                    held.markConsistent();
                } else if (value.get() == 0) {
                    Scenario.expect(true, changed.await(LIMIT.toSeconds(), TimeUnit.SECONDS));
                }
            } catch (PeerDiedException | OwnerDiedException told) {
                value.set(1);
            }
        }

        @Override
        public void parent() throws Exception {
            try (Held held = lock.tryHold(LIMIT).orElseThrow()) {
                held.markConsistent();
            } catch (OwnerDiedException lost) {
                Scenario.expect(false, lost.isRecoverable());
            }
        }
    }

    static final class SignalToAll implements KillPointRound {
        final SharedLock lock = Shared.anonymous().lock();
        final SharedCondition changed = lock.newCondition();
        final SharedCondition other = lock.newCondition();
        final SharedLong value = Shared.anonymous().longValue();

        @Override
        public void use() {
            lock.segment().seats().mine();
        }

        @Override
        public void child() throws Exception {
            try (Held held = lock.tryHold(LIMIT).orElseThrow()) {
                Scenario.expect(false, held.previousOwnerDied());
                value.set(1);
                other.signal();
                changed.signal();
                changed.signalAll();
            }
        }

        @Override
        public void meanwhile() throws Exception {
            try (Held held = lock.tryHold(LIMIT).orElseThrow()) {
                while (value.get() == 0 && !held.previousOwnerDied()) {
                    awaitChangeOrDeath();
                }
                held.markConsistent();
            }
        }

        private void awaitChangeOrDeath() throws Exception {
            try {
                Scenario.expect(true, changed.await(LIMIT.toSeconds(), TimeUnit.SECONDS));
            } catch (PeerDiedException told) {
                value.set(1);
            } catch (OwnerDiedException told) {
                Scenario.expect(true, told.isRecoverable());
            }
        }

        @Override
        public void parent() throws Exception {
            lock.tryHold(LIMIT).orElseThrow().close();
        }
    }

    static final class Barrier implements KillPointRound {
        final SharedBarrier barrier = Shared.anonymous().barrier(2);

        @Override
        public void use() {
            barrier.segment().seats().mine();
        }

        @Override
        public void child() throws Exception {
            barrier.await();
            barrier.await();
        }

        @Override
        public void meanwhile() throws Exception {
            try {
                barrier.await(LIMIT);
                barrier.await(LIMIT);
            } catch (BrokenBarrierException told) {
                barrier.reset();
            }
        }

        @Override
        public void parent() throws Exception {
            if (barrier.isBroken()) {
                barrier.reset();
            }
            Scenario.expect(0, barrier.numberWaiting());
        }
    }
}
