package dev.mitosis.shared;

import dev.mitosis.participant.PeerDiedException;
import java.util.concurrent.TimeUnit;

/** Children that are killed while they acquire permits, or release them. */
final class PermitsAtKillPoints {
    private PermitsAtKillPoints() {}

    static final class Returned implements KillPointRound {
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
    }

    static final class Reported implements KillPointRound {
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
    }

    private static void useAll(SharedSemaphore semaphore) throws Exception {
        semaphore.acquire(2);
        semaphore.acquire();
        semaphore.release(2);
        semaphore.release();
    }
}
