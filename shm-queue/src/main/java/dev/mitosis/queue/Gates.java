package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.words.Words;
import java.util.function.IntSupplier;

/**
 * The heads of a lane's consumers, where all of them get each message: the slowest one holds the producer back.
 *
 * <p>Overview, for maintainers. A consumer comes while the producer runs, and neither may wait for the other. The consumer
 * puts its gate where the producer was noted to be; unless the producer has noted more by then, it sees the gate from its
 * next look on. That is Dekker's problem, with full fences on both sides, since both are rare:
 *
 * <pre>
 *   producer, when its known room is used up        consumer that comes
 *   tail = published                                gate = the tail that it knows, marked
 *   full fence                                      full fence
 *   limit = the slowest gate + capacity             tail moved on? then once more
 *                                                   gate = the same, without the mark
 * </pre>
 *
 * <p>A marked gate that is more than a lap behind is one whose consumer has yet to look again, and does not count.
 */
final class Gates {
    private static final long ABSENT = -1;
    /** Positions are multiples of eight. */
    private static final long COMING = 1;

    private final Ring ring;
    private final IntSupplier usedConsumers;

    Gates(Ring ring, IntSupplier usedConsumers) {
        this.ring = ring;
        this.usedConsumers = usedConsumers;
    }

    /** In a new file. */
    static void removeAll(MappedRegion region, QueueHeader header) {
        QueueLayout layout = new QueueLayout(header);
        for (int lane = 0; lane < header.producers(); lane++) {
            for (int consumer = 0; consumer < header.consumers(); consumer++) {
                region.putLong(layout.headOffset(lane, consumer), ABSENT);
            }
        }
    }

    /** The gate that is furthest behind; what was published, when there is none. Behind the store of the tail, and a full fence. */
    long slowest(long published) {
        long slowest = published;
        int used = usedConsumers.getAsInt();
        for (int consumer = 0; consumer < used; consumer++) {
            slowest = Math.min(slowest, gate(consumer, published));
        }
        return slowest;
    }

    private long gate(int consumer, long published) {
        long gate = Words.getAcquire(ring.headAddress(consumer));
        if (gate == ABSENT) {
            return published;
        }
        long position = gate & -RecordWord.WORD_BYTES;
        boolean within = position <= published && position >= published - ring.capacity();
        if (within && gate - position <= COMING) {
            return position;
        }
        if (gate - position == COMING && position >= 0) {
            return published;
        }
        throw new CorruptQueueException("head", gate, "at most a lap behind " + published);
    }

    /** Whether a head says that there is no consumer. */
    static boolean isAbsent(long head) {
        return head == ABSENT;
    }

    /** A consumer comes. Returns where it begins: it gets all that is published from now on. */
    long join(int consumer) {
        long head = ring.headAddress(consumer);
        long begin = ring.notedTail();
        while (true) {
            Words.setRelease(head, begin | COMING);
            Words.fullFence();
            long tail = ring.notedTail();
            if (tail <= begin) {
                break;
            }
            begin = tail;
        }
        long end = ring.endOfReadyRecords(begin);
        Words.setRelease(head, end);
        return end;
    }

    /** A consumer has gone, or died. */
    void remove(int consumer) {
        Words.setRelease(ring.headAddress(consumer), ABSENT);
    }
}
