package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.participant.Doorbell;
import dev.mitosis.participant.ParticipantTable;
import dev.mitosis.participant.Peer;
import dev.mitosis.testing.Background;
import dev.mitosis.testing.Until;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An end is closed while it waits, and its successor sleeps before the closed one's thread has come out of its sleep. */
class WaitHandoverTest {
    private static final int OWN = 0;
    private static final int OTHER = 1;
    private static final long PARTICIPANTS_OFFSET = 512;
    private static final Duration LONG = Duration.ofSeconds(10);

    private final MappedRegion region = MappedRegion.anonymous(4096);
    private final ParticipantTable table = new ParticipantTable(region, PARTICIPANTS_OFFSET, 2);
    private final CountDownLatch leaving = new CountDownLatch(1);

    @AfterEach
    void close() {
        leaving.countDown();
        region.close();
    }

    @Test
    void theSuccessorIsStillWoken() throws Exception {
        Waiting closed = waiting(this::neverReadyAndLateWhenAsleep);
        Background<Boolean> old = Background.start(() -> closed.await(LONG));
        Until.holds("it has said that it sleeps", () -> region.getLong(PARTICIPANTS_OFFSET + Long.BYTES) != 0);
        closed.end();

        AtomicBoolean published = new AtomicBoolean();
        Waiting successor = waiting(published::get);
        Background<Boolean> received = Background.start(() -> successor.await(LONG));
        Waits.until(received, WaitStrategy.BLOCK);
        leaving.countDown();
        assertFalse(old.result());

        long start = System.nanoTime();
        published.set(true);
        bell().ring();
        assertTrue(received.result());
        assertTrue(System.nanoTime() - start < LONG.toNanos() / 2, "only its time limit woke it");
    }

    private Waiting waiting(BooleanSupplier ready) {
        Peer nobody = new Peer(table, OTHER, "other", bell());
        return new Waiting(ready, bell(), nobody, new QueueState(region, List.of(), "queue"), WaitStrategy.BLOCK);
    }

    private Doorbell bell() {
        return new Doorbell(table, OWN, false);
    }

    private boolean neverReadyAndLateWhenAsleep() {
        boolean asleep = Arrays.stream(Thread.currentThread().getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Doorbell.class.getName()));
        if (asleep) {
            try {
                leaving.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        return false;
    }
}
