package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.participant.Doorbell;
import dev.mitosis.participant.Peers;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A consumer sees that a message is ready, and its producer, which waits for nobody, writes over it before it is taken. */
class PassedConsumerTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final MappedRegion region = MappedRegion.anonymous(4096);
    private final QueueHeader header = new QueueHeader(Topology.SPSC, QueueContract.CAPACITY, 1, 1, 0, false, 0);
    private final Places places = new Places(region, new QueueLayout(header), header, "queue");

    @AfterEach
    void close() {
        region.close();
    }

    @ParameterizedTest
    @EnumSource
    void itWaitsOnForTheNextMessage(WaitStrategy strategy) throws Exception {
        PassedReader reader = new PassedReader(3);
        assertSame(reader.message, consumer(reader, strategy).receive(LONG));
        assertEquals(3, reader.passed);
    }

    @ParameterizedTest
    @EnumSource
    void itWaitsNoLongerThanItWasTold(WaitStrategy strategy) throws Exception {
        assertNull(consumer(new PassedReader(Integer.MAX_VALUE), strategy).receive(Duration.ofMillis(20)));
    }

    private QueueConsumer consumer(Reader reader, WaitStrategy strategy) {
        QueueState open = new QueueState(region, places, "queue");
        Doorbell bell = places.bell(Role.CONSUMER, 0);
        return new QueueConsumer(
                reader,
                open,
                (BooleanSupplier ready) -> new Waiting(ready, bell, Peers.NONE, Peers.NONE, open, strategy),
                () -> {});
    }

    /** Is passed that many times once a message was ready. */
    private final class PassedReader implements Reader {
        private final Message message = new Message(region);
        private final int times;
        private boolean ready;
        private int passed;

        PassedReader(int times) {
            this.times = times;
        }

        @Override
        public boolean isReady() {
            ready = true;
            return true;
        }

        @Override
        public Message next() {
            if (!ready || passed == times) {
                return ready ? message : null;
            }
            ready = false;
            passed++;
            return null;
        }

        @Override
        public void checkIdle() {}

        @Override
        public int drain(MessageHandler handler, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void release() {}

        @Override
        public void stop() {}
    }
}
