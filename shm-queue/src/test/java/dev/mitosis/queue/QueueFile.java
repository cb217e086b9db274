package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.participant.ParticipantTable;
import dev.mitosis.testing.Until;
import java.nio.file.Path;

/** A queue's file as somebody sees it who knows its layout, to look at it and to damage it. */
final class QueueFile implements AutoCloseable {
    /** Of a queue with one producer and one consumer. */
    static final int PRODUCER_ENTRY = 0;

    static final int CONSUMER_ENTRY = 1;
    static final long HEAD_OFFSET = layout().headOffset(0, 0);
    static final long RING_OFFSET = layout().ringOffset(0);

    private final MappedRegion region;

    private QueueFile(MappedRegion region) {
        this.region = region;
    }

    private static QueueLayout layout() {
        return new QueueLayout(QueueHeader.forNewQueue(Topology.SPSC, QueueContract.CAPACITY, 1, 1, 0));
    }

    static QueueFile open(Path path) {
        try (SharedFile file = SharedFile.open(path)) {
            return new QueueFile(file.map());
        }
    }

    long length() {
        return region.length();
    }

    long get(long offset) {
        return region.getLong(offset);
    }

    void put(long offset, long value) {
        region.putLong(offset, value);
    }

    /** Changes a word of the header and makes its checksum right again, as a newer or malicious version could. */
    void putChecked(long offset, long value) {
        put(offset, value);
        long hash = 0xcbf29ce484222325L;
        for (long at = 0; at < QueueLayout.CHECKSUM_OFFSET; at += Long.BYTES) {
            hash = (hash ^ get(at)) * 0x100000001b3L;
        }
        put(QueueLayout.CHECKSUM_OFFSET, hash);
    }

    byte[] content() {
        byte[] content = new byte[(int) length()];
        region.get(0, content);
        return content;
    }

    void replace(byte[] content) {
        region.put(0, content);
    }

    /** The word that names who has a place. */
    static long identityOffset(int entry) {
        return QueueLayout.PARTICIPANTS_OFFSET + (long) entry * ParticipantTable.ENTRY_BYTES;
    }

    /** Returns once who has this place says that it sleeps. */
    void untilAsleep(int entry) {
        Until.holds("participant " + entry + " sleeps", () -> get(identityOffset(entry) + Long.BYTES) != 0);
    }

    @Override
    public void close() {
        region.close();
    }
}
