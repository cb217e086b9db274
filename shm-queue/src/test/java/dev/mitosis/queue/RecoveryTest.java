package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.participant.PeerDiedException;
import dev.mitosis.process.Signal;
import dev.mitosis.testing.Background;
import dev.mitosis.testing.InSharedMemory;
import dev.mitosis.testing.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One of several is killed, or stopped, with something in its hands; the others go on. */
class RecoveryTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(100);

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private MessageQueue open(Topology topology, WaitStrategy strategy) {
        return MessageQueue.at(path())
                .topology(topology)
                .capacity(QueueContract.CAPACITY)
                .waitStrategy(strategy)
                .open();
    }

    private Path path() {
        return directory.resolve("queue");
    }

    private RemoteEnd join(String role, WaitStrategy strategy) {
        return RemoteEnd.start().does("join " + path() + " " + strategy).does(role);
    }

    @ParameterizedTest
    @EnumSource
    void whatADeadProducerWasWritingHoldsNobodyUp(WaitStrategy strategy) throws Exception {
        for (Topology topology : new Topology[] {Topology.MPSC, Topology.MPMC}) {
            try (MessageQueue queue = open(topology, strategy);
                    RemoteEnd dying = join("produce", strategy)) {
                Consumer consumer = queue.consumer();
                Producer living = queue.producer();
                dying.does("send 1 1").does("claim");
                living.claim(8, LONG).putLong(0, 2);
                living.commit();
                assertEquals(1, consumer.receive(LONG).getLong(0));
                if (topology == Topology.MPMC) {
                    assertNull(consumer.receive(SHORT), "it may still come, and was claimed first");
                }
                Background<Long> receiving =
                        Background.start(() -> consumer.receive(LONG).getLong(0));
                dying.kill();
                assertEquals(2, receiving.result());
                assertNull(consumer.receive(SHORT), "nobody is waited for in vain: another producer lives");
                queue.delete();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatADeadConsumerHeldIsReceivedByAnother(WaitStrategy strategy) throws Exception {
        try (MessageQueue queue = open(Topology.MPMC, strategy);
                RemoteEnd dying = join("consume", strategy)) {
            Producer producer = queue.producer();
            for (int i = 0; i < 3; i++) {
                producer.claim(8, LONG).putLong(0, i);
                producer.commit();
            }
            assertEquals("0", dying.ask("hold"));
            Consumer consumer = queue.consumer();
            assertEquals(1, consumer.receive(LONG).getLong(0));
            assertEquals(2, consumer.receive(LONG).getLong(0));
            Background<Long> receiving =
                    Background.start(() -> consumer.receive(LONG).getLong(0));
            Waits.until(receiving, strategy);
            dying.kill();
            assertEquals(0, receiving.result(), "held by the dead");
            assertNull(consumer.receive(SHORT));
            assertEquals(1, QueueInspection.of(path()).recoveries());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoOnlyPollsGetsWhatADeadConsumerHeldToo(WaitStrategy strategy) throws Exception {
        try (MessageQueue queue = open(Topology.MPMC, strategy);
                RemoteEnd dying = join("consume", strategy)) {
            Producer producer = queue.producer();
            producer.claim(8, LONG).putLong(0, 7);
            producer.commit();
            assertEquals("7", dying.ask("hold"));
            Consumer consumer = queue.consumer();
            assertNull(consumer.poll());
            dying.kill();
            Message[] message = new Message[1];
            Until.holds("the message is there again", () -> {
                message[0] = consumer.poll();
                return message[0] != null;
            });
            assertEquals(7, message[0].getLong(0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoppedProcessKeepsWhatItHas(WaitStrategy strategy) throws Exception {
        try (MessageQueue queue = open(Topology.MPMC, strategy);
                RemoteEnd stopped = join("consume", strategy)) {
            Producer producer = queue.producer();
            producer.claim(8, LONG).putLong(0, 7);
            producer.commit();
            assertEquals("7", stopped.ask("hold"));
            stopped.signal(Signal.SIGSTOP);
            Consumer consumer = queue.consumer();
            assertNull(consumer.receive(Duration.ofSeconds(1)), "taken from the living");
            stopped.signal(Signal.SIGCONT);
            stopped.does("leave");
            assertNull(consumer.receive(SHORT), "it was received by then");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDeadConsumerHoldsABroadcastBackNoLonger(WaitStrategy strategy) throws Exception {
        try (MessageQueue queue = open(Topology.BROADCAST, strategy);
                RemoteEnd dying = join("consume", strategy)) {
            Producer producer = queue.producer();
            Consumer living = queue.consumer();
            while (producer.offer(new byte[56])) {
                living.poll();
            }
            Background<Message> claiming = Background.start(() -> producer.claim(56, LONG));
            Waits.until(claiming, strategy);
            dying.kill();
            assertTrue(claiming.result().length() > 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProducerThatOnlyOffersIsNotHeldBackByTheDeadEither(WaitStrategy strategy) {
        try (MessageQueue queue = open(Topology.BROADCAST, strategy);
                RemoteEnd dying = join("consume", strategy)) {
            Producer producer = queue.producer();
            while (producer.offer(new byte[56])) {
                // Until the consumer is a lap behind.
            }
            dying.kill();
            Until.holds("there is room again", () -> producer.offer(new byte[56]));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MPMC", "BROADCAST", "LOSSY_BROADCAST"})
    void allWhoWaitHearThatTheLastProducerHasDied(Topology topology) throws Exception {
        try (MessageQueue queue = open(topology, WaitStrategy.BLOCK);
                RemoteEnd dying = join("produce", WaitStrategy.BLOCK)) {
            List<Background<Message>> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Consumer consumer = queue.consumer();
                waiting.add(Background.start(() -> consumer.receive(LONG)));
            }
            for (Background<Message> each : waiting) {
                Waits.until(each, WaitStrategy.BLOCK);
            }
            dying.kill();
            for (Background<Message> each : waiting) {
                assertInstanceOf(PeerDiedException.class, each.failure());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"MPSC", "MPMC", "BROADCAST"})
    void aDrainEndsInAllLanesWhenItsHandlerClosesTheConsumer(Topology topology) {
        try (MessageQueue queue = MessageQueue.at(path())
                .topology(topology)
                .producers(2)
                .capacity(QueueContract.CAPACITY)
                .open()) {
            Consumer consumer = queue.consumer();
            for (int i = 0; i < 2; i++) {
                assertTrue(queue.producer().offer(new byte[8]));
            }
            assertEquals(1, consumer.drain(message -> consumer.close(), 10));
        }
    }
}
