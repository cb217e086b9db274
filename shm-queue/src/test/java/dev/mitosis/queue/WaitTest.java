package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.Background;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waits that end well, or with their time. */
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOSSY_BROADCAST")
class WaitTest extends QueueContract {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration ETERNITY = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    private static final Duration SHORT = Duration.ofMillis(30);
    private static final List<Duration> NO_TIME =
            List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofDays(-40_000), Duration.ofSeconds(Long.MIN_VALUE));
    private static final int ROUNDS = 50;
    private static final int MESSAGES = 20_000;

    WaitTest(Topology topology) {
        super(topology);
    }

    @ParameterizedTest
    @EnumSource
    void aMessageEndsTheConsumersWait(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        for (int i = 0; i < ROUNDS; i++) {
            Background<String> receiving = Background.start(() -> text(consumer.receive(ETERNITY)));
            Waits.until(receiving, strategy);
            offer("message " + i);
            assertEquals("message " + i, receiving.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    void roomEndsTheProducersWait(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        fill();
        for (int i = 0; i < ROUNDS; i++) {
            Background<Boolean> sending = Background.start(() -> producer.send(new byte[56], ETERNITY));
            Waits.until(sending, strategy);
            assertNotNull(consumer.poll());
            consumer.release();
            assertTrue(sending.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    void theEndOfABatchEndsTheConsumersWait(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        producer.beginBatch();
        offer("first", "second");
        Background<String> receiving = Background.start(() -> text(consumer.receive()));
        Waits.until(receiving, strategy);
        assertFalse(receiving.isDone());
        producer.endBatch();
        assertEquals("first", receiving.result());
    }

    @ParameterizedTest
    @EnumSource
    void aStreamThatFillsAndEmptiesTheQueueGetsThrough(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        Background<Long> receiving = Background.start(() -> {
            long sum = 0;
            for (int i = 0; i < MESSAGES; i++) {
                Message message = consumer.receive();
                assertEquals(i, message.getInt(0));
                sum += message.length();
            }
            return sum;
        });
        long sent = 0;
        for (int i = 0; i < MESSAGES; i++) {
            int length = 4 + i % 100;
            producer.claim(length, LONG).putInt(0, i);
            producer.commit();
            sent += length;
        }
        assertEquals(sent, receiving.result());
    }

    @ParameterizedTest
    @EnumSource
    void aWaitInVainTakesItsTimeAndSaysNull(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        long start = System.nanoTime();
        assertNull(consumer.receive(SHORT));
        assertTrue(System.nanoTime() - start >= SHORT.toNanos());
        fill();
        start = System.nanoTime();
        assertNull(producer.claim(56, SHORT));
        assertFalse(producer.send(new byte[56], SHORT));
        assertTrue(System.nanoTime() - start >= 2 * SHORT.toNanos());
    }

    @ParameterizedTest
    @EnumSource
    void noTimeIsNoWait(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        for (Duration none : NO_TIME) {
            assertNull(consumer.receive(none), none.toString());
            offer("message");
            assertNotNull(consumer.receive(none), none.toString());
            fill();
            assertNull(producer.claim(56, none), none.toString());
            consumer.drain(message -> {}, Integer.MAX_VALUE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsThereNeedsNoWaitHoweverLongItMay(WaitStrategy strategy) throws Exception {
        waitBy(strategy);
        assertTrue(producer.send(new byte[1], ETERNITY));
        assertNotNull(consumer.receive(ETERNITY));
    }

    @Test
    void anIdleConsumerThatBlocksUsesNoProcessor() throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        consumer.receive(SHORT);
        long before = threads.getCurrentThreadCpuTime();
        assertNull(consumer.receive(Duration.ofMillis(500)));
        long used = threads.getCurrentThreadCpuTime() - before;
        assertTrue(used < 250_000_000, "used=" + used + " ns of 500 ms");
    }
}
