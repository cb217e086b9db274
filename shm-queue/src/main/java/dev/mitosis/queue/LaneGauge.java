package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.words.Words;

/** How far the consumers of lanes are. */
final class LaneGauge implements Gauge {
    private final MappedRegion region;
    private final QueueLayout layout;
    private final QueueHeader header;

    LaneGauge(MappedRegion region, QueueLayout layout, QueueHeader header) {
        this.region = region;
        this.layout = layout;
        this.header = header;
    }

    @Override
    public long lag(int consumer, Places places) {
        long lag = 0;
        if (header.topology() != Topology.LOSSY_BROADCAST) {
            for (int lane = 0; lane < places.used(Role.PRODUCER); lane++) {
                lag += lag(new Ring(region, layout, header, lane), consumer);
            }
        }
        return lag;
    }

    private static long lag(Ring ring, int consumer) {
        if (Gates.isAbsent(Words.getAcquire(ring.headAddress(consumer)))) {
            return 0;
        }
        try {
            long end = ring.endOfReadyRecords(Math.max(ring.notedTail(), head(ring, consumer)));
            return Math.max(0, Math.min(end - head(ring, consumer), ring.capacity()));
        } catch (CorruptQueueException overtaken) {
            // Producer and consumer have gone on meanwhile, and the records looked at are others now.
            return 0;
        }
    }

    private static long head(Ring ring, int consumer) {
        return Words.getAcquire(ring.headAddress(consumer)) & Long.MAX_VALUE & -RecordWord.WORD_BYTES;
    }

    @Override
    public long received(Places places) {
        long received = 0;
        for (int lane = 0; lane < places.used(Role.PRODUCER); lane++) {
            for (int consumer = 0; consumer < places.used(Role.CONSUMER); consumer++) {
                received +=
                        Words.getAcquire(region.address() + layout.headOffset(lane, consumer) + QueueLayout.RECEIVED);
            }
        }
        return received;
    }
}
