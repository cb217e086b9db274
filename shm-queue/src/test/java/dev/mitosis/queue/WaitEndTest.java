package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mitosis.testing.Background;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waits that are ended from outside: by an interrupt, a shut-down, or by closing what waits. */
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOSSY_BROADCAST")
class WaitEndTest extends QueueContract {
    private static final Duration LONG = Duration.ofMinutes(10);

    WaitEndTest(Topology topology) {
        super(topology);
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptEndsTheConsumersWait(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        Background<Message> receiving = receiving(strategy);
        receiving.thread().interrupt();
        assertInstanceOf(InterruptedException.class, receiving.failure());
        offer("afterwards");
        assertReceives("afterwards");
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptEndsTheProducersWait(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        Background<Message> claiming = claimingInVain(strategy);
        claiming.thread().interrupt();
        assertInstanceOf(InterruptedException.class, claiming.failure());
        consumer.drain(message -> {}, Integer.MAX_VALUE);
        offer("afterwards");
        assertReceives("afterwards");
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptBeforeTheWaitEndsItTooAndIsTakenNoticeOf(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        Background<Boolean> receiving = Background.start(() -> {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> consumer.receive(LONG));
            return Thread.interrupted();
        });
        assertFalse(receiving.result());
    }

    @ParameterizedTest
    @EnumSource
    void shuttingDownEndsTheConsumersWait(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        Background<Message> receiving = receiving(strategy);
        shutDownFromAnotherView();
        assertInstanceOf(QueueClosedException.class, receiving.failure());
    }

    @ParameterizedTest
    @EnumSource
    void shuttingDownEndsTheProducersWait(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        Background<Message> claiming = claimingInVain(strategy);
        shutDownFromAnotherView();
        assertInstanceOf(QueueClosedException.class, claiming.failure());
    }

    @ParameterizedTest
    @EnumSource
    void closingTheConsumerEndsItsWait(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        Background<Message> receiving = receiving(strategy);
        consumer.close();
        assertClosed(receiving.failure());
    }

    @ParameterizedTest
    @EnumSource
    void closingTheProducerEndsItsWait(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        Background<Message> claiming = claimingInVain(strategy);
        producer.close();
        assertClosed(claiming.failure());
    }

    @ParameterizedTest
    @EnumSource
    void closingTheQueueEndsBothWaits(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        Background<Message> receiving = receiving(strategy);
        queue.close();
        assertClosed(receiving.failure());
        open();
        waitBy(strategy);
        Background<Message> claiming = claimingInVain(strategy);
        queue.close();
        assertClosed(claiming.failure());
    }

    private Background<Message> receiving(WaitStrategy strategy) {
        Background<Message> receiving = Background.start(() -> consumer.receive(LONG));
        Waits.until(receiving, strategy);
        return receiving;
    }

    private Background<Message> claimingInVain(WaitStrategy strategy) {
        fill();
        Background<Message> claiming = Background.start(() -> producer.claim(56, LONG));
        Waits.until(claiming, strategy);
        return claiming;
    }

    private void shutDownFromAnotherView() {
        try (MessageQueue another = openAgain()) {
            another.shutDown();
        }
    }

    private static void assertClosed(Throwable thrown) {
        assertEquals(IllegalStateException.class, thrown.getClass());
    }
}
