package dev.mitosis.shared;

import dev.mitosis.participant.PeerDiedException;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;

/** What a child does until it is killed at a point, and what must hold for its parent then, whichever point it was. */
@SuppressWarnings({"LockNotBeforeTry", "WaitNotInLoop"}) // what is seen is how each call ends
enum KillPointScenario {
    LOCK {
        @Override
        Round round() {
            return new Round() {
                final SharedLock lock = Shared.anonymous().lock();
                final SharedLong first = Shared.anonymous().longValue();
                final SharedLong second = Shared.anonymous().longValue();

                @Override
                public void child() throws Exception {
                    change();
                    change();
                }

                @Override
                public void parent() throws Exception {
                    change();
                    lock.lock();
                    lock.unlock();
                }

                private void change() throws Exception {
                    try (Held held = lock.tryHold(LIMIT).orElseThrow()) {
                        if (held.previousOwnerDied()) {
                            second.set(first.get());
                            held.markConsistent();
                        }
                        Scenario.expect(first.get(), second.get());
                        first.incrementAndGet();
                        second.incrementAndGet();
                    }
                }
            };
        }
    },
    HEIR_OF_A_LOCK {
        @Override
        Round round() {
            return new Round() {
                final SharedLongArray pair = Shared.anonymous().longArray(2);
                final SharedReentrantLock lock = pair.lock();

                @Override
                public void child() throws Exception {
                    change(() -> {});
                }

                /** Keeps it until the child is the heir, if it is not dead before. */
                @Override
                public void meanwhile() throws Exception {
                    Line line = lock.segment().lock().line();
                    long begin = System.nanoTime();
                    change(() -> {
                        while (line.hasNoHeir() && System.nanoTime() - begin < HEIRS_NANOS) {
                            Thread.onSpinWait();
                        }
                    });
                }

                @Override
                public void parent() throws Exception {
                    change(() -> {});
                    Scenario.expect(true, lock.segment().lock().line().hasNoHeir());
                }

                private void change(Runnable between) throws Exception {
                    try (Held outer = lock.tryHold(LIMIT).orElseThrow();
                            Held inner = lock.hold()) {
                        if (inner.previousOwnerDied()) {
                            pair.set(1, pair.get(0));
                            outer.markConsistent();
                        }
                        Scenario.expect(pair.get(0), pair.get(1));
                        pair.getAndAdd(0, 1);
                        between.run();
                        pair.getAndAdd(1, 1);
                    }
                }
            };
        }
    },
    RETURNED_PERMITS {
        @Override
        Round round() {
            return new Round() {
                final SharedSemaphore semaphore = Shared.anonymous().boundedSemaphore(3);

                @Override
                public void child() throws Exception {
                    useAll(semaphore);
                }

                @Override
                public void parent() throws Exception {
                    Scenario.expect(true, semaphore.tryAcquire(3, LIMIT.toSeconds(), TimeUnit.SECONDS));
                    Scenario.expect(0, semaphore.availablePermits());
                    semaphore.release(3);
                    Scenario.expect(0, semaphore.permitsOfTheDead());
                }
            };
        }
    },
    REPORTED_PERMITS {
        @Override
        Round round() {
            return new Round() {
                final SharedSemaphore semaphore = Shared.anonymous().semaphore(3, 3, PermitsOfTheDead.REPORT);

                @Override
                public void child() throws Exception {
                    useAll(semaphore);
                }

                @Override
                public void parent() throws Exception {
                    try {
                        Scenario.expect(true, semaphore.tryAcquire(3, LIMIT.toSeconds(), TimeUnit.SECONDS));
                        semaphore.release(3);
                    } catch (PeerDiedException told) {
                        int lost = semaphore.permitsOfTheDead();
                        Scenario.expect(3, lost + semaphore.availablePermits());
                        Scenario.expect(lost, semaphore.returnPermitsOfTheDead());
                    }
                    Scenario.expect(3, semaphore.availablePermits());
                }
            };
        }
    },
    EVENT {
        @Override
        Round round() {
            return new Round() {
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
            };
        }
    },
    CONDITION {
        @Override
        Round round() {
            return new Round() {
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
            };
        }
    },
    SIGNAL_TO_ALL {
        @Override
        Round round() {
            return new Round() {
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
            };
        }
    },
    BARRIER {
        @Override
        Round round() {
            return new Round() {
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
            };
        }
    };

    private static final Duration LIMIT = Duration.ofSeconds(10);
    /** Longer than it takes to become one. */
    private static final long HEIRS_NANOS = 5_000_000;

    /** One child's life. */
    interface Round {
        void child() throws Exception;

        /** In the child, before there are points: who has not used an object yet is not known to others, and not missed. */
        default void use() {}

        /** In a thread of the parent's. */
        default void meanwhile() throws Exception {}

        /** When child and thread are gone. */
        void parent() throws Exception;
    }

    abstract Round round();

    private static void useAll(SharedSemaphore semaphore) throws Exception {
        semaphore.acquire(2);
        semaphore.acquire();
        semaphore.release(2);
        semaphore.release();
    }
}
