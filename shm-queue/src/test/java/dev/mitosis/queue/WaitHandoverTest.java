package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.participant.Doorbell;
import dev.mitosis.participant.Peers;
import dev.mitosis.testing.Background;
import dev.mitosis.testing.Until;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An end is closed while it waits, and its successor sleeps before the closed one's thread has come out of its sleep. */
class WaitHandoverTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final MappedRegion region = MappedRegion.anonymous(4096);
    private final QueueHeader header = new QueueHeader(Topology.SPSC, QueueContract.CAPACITY, 1, 1, 0, false, 0);
    private final Places places = new Places(region, new QueueLayout(header), header, "queue");
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
        Until.holds("it has said that it sleeps", bell()::isAsleep);
        closed.end();

        AtomicBoolean published = new AtomicBoolean();
        Waiting successor = waiting(published::get);
        Background<Boolean> received = Background.start(() -> successor.await(LONG));
        Waits.until(received, WaitStrategy.BLOCK);
        leaving.countDown();
        assertFalse(old.result());

        published.set(true);
        bell().ring();
        assertTrue(received.result());
    }

    private Waiting waiting(BooleanSupplier ready) {
        QueueState open = new QueueState(region, places, "queue");
        return new Waiting(ready, bell(), Peers.NONE, Peers.NONE, open, WaitStrategy.BLOCK);
    }

    private Doorbell bell() {
        return places.bell(Role.PRODUCER, 0);
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
