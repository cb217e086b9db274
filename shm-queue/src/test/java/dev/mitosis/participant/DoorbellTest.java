package dev.mitosis.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.platform.Capability;
import dev.mitosis.sync.Membarrier;
import dev.mitosis.testing.Background;
import dev.mitosis.testing.Until;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoorbellTest {
    private static final long LONG = TimeUnit.SECONDS.toNanos(15);
    private static final int ENTRY = 1;
    private static final long ASLEEP_OFFSET = ParticipantTable.ENTRY_BYTES + Long.BYTES;
    private static final int MANY = 100;
    private static final int HANDSHAKES = 5_000;
    private static final int CLOSES = 500;

    private final MappedRegion region = MappedRegion.anonymous(4096);
    private final ParticipantTable table = new ParticipantTable(region, 0, 2);

    @AfterEach
    void close() {
        region.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ringingWakesASleeper(boolean asymmetric) throws Exception {
        Background<Boolean> sleeping = sleeping(asymmetric);
        bell(asymmetric).ring();
        assertTrue(sleeping.result());
        assertFalse(bell(asymmetric).isAsleep());
    }

    @Test
    void whoHasSleptNeedsNoBarrierUntilManyMessagesFoundItAwake() throws Exception {
        Background<Boolean> sleeping = sleeping(true);
        Doorbell bell = bell(true);
        bell.ring();
        assertTrue(sleeping.result());
        assertNotEquals(0, region.getLong(ASLEEP_OFFSET), "not drowsy after a sleep");
        for (int message = 0; message < MANY; message++) {
            bell.ring();
        }
        assertEquals(0, region.getLong(ASLEEP_OFFSET));
    }

    @Test
    void whoeverIsWokenBeforeItsBarrierIsNotDrowsy() {
        register(true);
        Doorbell bell = bell(true);
        bell.wake();
        assertEquals(0, region.getLong(ASLEEP_OFFSET), "woken while awake");
        region.putLong(ASLEEP_OFFSET, 3);
        assertTrue(bell.isAsleep());
        bell.ring();
        assertEquals(0, region.getLong(ASLEEP_OFFSET), "woken while falling asleep");
    }

    /** The mark of a waker that has not gone on yet, or was killed there. */
    @ParameterizedTest
    @CsvSource({"4, true", "5, true", "2, false", "0, false"})
    void noBarrierIsNeededBehindAWakerThatWillLeaveTheSleeperDrowsy(int state, boolean isSure) {
        register(true);
        region.putLong(ASLEEP_OFFSET, state | (state == 4 ? 0 : (long) state << Integer.SIZE));
        Doorbell bell = bell(true);
        assertEquals(isSure, bell.announce());
        assertEquals(Doorbell.ASLEEP, region.getLong(ASLEEP_OFFSET));
        bell.wake();
        assertEquals(4, region.getLong(ASLEEP_OFFSET));
    }

    @Test
    void anInterruptWakesASleeperAndStaysSet() throws Exception {
        Background<Boolean> sleeping = sleeping(false);
        sleeping.thread().interrupt();
        assertFalse(sleeping.result(), "not interrupted afterwards");
    }

    @Test
    void aSleeperThatHasWhatItWaitsForDoesNotSleep() {
        long start = System.nanoTime();
        bell(false).sleep(() -> true, LONG);
        assertTrue(System.nanoTime() - start < LONG);
        assertEquals(0, region.getLong(ASLEEP_OFFSET));
    }

    @Test
    void aSleepEndsWithItsTime() {
        long start = System.nanoTime();
        while (System.nanoTime() - start < 1_000_000) {
            bell(false).sleep(() -> false, 1_000_000);
        }
        assertEquals(0, region.getLong(ASLEEP_OFFSET));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sleeperAndPublisherNeverMissEachOther(boolean asymmetric) throws Exception {
        register(asymmetric);
        long ping = 2048;
        Background<Integer> sleeper = Background.start(() -> {
            Doorbell own = bell(asymmetric);
            int late = 0;
            for (long i = 1; i <= HANDSHAKES; i++) {
                long next = i;
                while (region.getLong(ping) < next) {
                    long start = System.nanoTime();
                    own.sleep(() -> region.getLong(ping) >= next, LONG);
                    late += System.nanoTime() - start >= LONG ? 1 : 0;
                }
            }
            return late;
        });
        Doorbell bell = bell(asymmetric);
        for (long i = 1; i <= HANDSHAKES; i++) {
            region.putLong(ping, i);
            bell.ring();
            if (i % 8 == 0) {
                Thread.yield();
            }
        }
        assertEquals(0, sleeper.result());
    }

    @Test
    void wakingWhileTheRegionIsClosedIsHarmless() throws Exception {
        for (int i = 0; i < CLOSES; i++) {
            MappedRegion closing = MappedRegion.anonymous(4096);
            Doorbell bell = new Doorbell(new ParticipantTable(closing, 0, 2), ENTRY, false);
            CountDownLatch begun = new CountDownLatch(1);
            Background<Boolean> waking = Background.start(() -> {
                begun.countDown();
                while (!closing.isClosed()) {
                    bell.wake();
                }
                return true;
            });
            begun.await();
            closing.close();
            assertTrue(waking.result());
        }
    }

    private Background<Boolean> sleeping(boolean asymmetric) {
        register(asymmetric);
        Background<Boolean> sleeping = Background.start(() -> {
            bell(asymmetric).sleep(() -> false, LONG);
            return !Thread.currentThread().isInterrupted();
        });
        Until.holds("it sleeps, its barrier done", () -> region.getLong(ASLEEP_OFFSET) == Doorbell.ASLEEP);
        return sleeping;
    }

    private Doorbell bell(boolean asymmetric) {
        return new Doorbell(table, ENTRY, asymmetric);
    }

    private static void register(boolean asymmetric) {
        if (asymmetric) {
            assumeTrue(Capability.MEMBARRIER.isAvailable(), "this machine has no membarrier(2)");
            Membarrier.register();
        }
    }
}
