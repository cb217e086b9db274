package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages make no garbage. */
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LOSSY_BROADCAST")
class AllocationTest extends QueueContract {
    private static final int MESSAGES = 100_000;
    /** Much less than a byte for each message: what the JVM itself does on the side, such as compiling. */
    private static final long TOLERATED_BYTES = 4096;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    AllocationTest(Topology topology) {
        super(topology);
    }

    @Test
    void claimCommitAndPollAllocateNothing() {
        assertAllocatesNothing(() -> {
            producer.claim(16).putLong(0, 1);
            producer.commit();
            consumer.poll();
        });
    }

    @Test
    void offerAndDrainAllocateNothing() {
        byte[] message = bytes(1, 20);
        MessageHandler handler = received -> {};
        assertAllocatesNothing(() -> {
            producer.offer(message);
            consumer.drain(handler, 2);
        });
    }

    @Test
    void batchesAllocateNothing() {
        byte[] message = bytes(1, 20);
        assertAllocatesNothing(() -> {
            producer.beginBatch();
            producer.offer(message);
            producer.offer(message);
            producer.endBatch();
            consumer.poll();
            consumer.poll();
        });
    }

    @Test
    void lookingForWhatIsNotThereAllocatesNothing() {
        fill();
        assertAllocatesNothing(() -> producer.claim(56));
        consumer.drain(message -> {}, Integer.MAX_VALUE);
        assertAllocatesNothing(consumer::poll);
    }

    @Test
    void bytesOfAMessageAllocateNothing() {
        assertAllocatesNothing(() -> {
            producer.claim(16).bytes().writePosition(0).writeLong(1).writeLong(2);
            producer.commit();
            consumer.poll().bytes().readLong();
        });
    }

    private static void assertAllocatesNothing(Runnable step) {
        long self = Thread.currentThread().getId();
        for (int i = 0; i < MESSAGES; i++) {
            step.run();
        }
        long before = THREADS.getThreadAllocatedBytes(self);
        for (int i = 0; i < MESSAGES; i++) {
            step.run();
        }
        long allocated = THREADS.getThreadAllocatedBytes(self) - before;
        assertTrue(allocated <= TOLERATED_BYTES, "allocated=" + allocated);
    }
}
