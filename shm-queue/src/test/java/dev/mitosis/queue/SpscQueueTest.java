package dev.mitosis.queue;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;

/** One producer, one consumer. */
class SpscQueueTest {
    private static MessageQueue open(Path path, long capacity, WaitStrategy strategy) {
        return MessageQueue.at(path).capacity(capacity).waitStrategy(strategy).open();
    }

    @Nested
    class Sending extends SendingContract {
        Sending() {
            super(SpscQueueTest::open);
        }
    }

    @Nested
    class Messages extends MessageContract {
        Messages() {
            super(SpscQueueTest::open);
        }
    }

    @Nested
    class Flow extends FlowContract {
        Flow() {
            super(SpscQueueTest::open);
        }
    }

    @Nested
    class Batches extends BatchContract {
        Batches() {
            super(SpscQueueTest::open);
        }
    }

    @Nested
    class Life extends LifeContract {
        Life() {
            super(SpscQueueTest::open);
        }
    }

    @Nested
    class ShutDown extends ShutDownContract {
        ShutDown() {
            super(SpscQueueTest::open);
        }
    }

    @Nested
    class Waits extends WaitContract {
        Waits() {
            super(SpscQueueTest::open);
        }
    }

    @Nested
    class EndsOfWaits extends WaitEndContract {
        EndsOfWaits() {
            super(SpscQueueTest::open);
        }
    }

    @Nested
    class Allocation extends AllocationContract {
        Allocation() {
            super(SpscQueueTest::open);
        }
    }
}
