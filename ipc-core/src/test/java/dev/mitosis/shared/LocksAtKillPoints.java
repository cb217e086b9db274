package dev.mitosis.shared;

/** Children that are killed while they hold a lock, wait for it, or hand it on. */
@SuppressWarnings("LockNotBeforeTry") // what is seen is how each call ends
final class LocksAtKillPoints {
    /** Longer than it takes to become an heir. */
    private static final long HEIRS_NANOS = 5_000_000;

    private LocksAtKillPoints() {}

    static final class Plain implements KillPointRound {
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
    }

    static final class Heir implements KillPointRound {
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
    }
}
