package dev.mitosis.queue.storm;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.words.Words;
import java.nio.file.Path;

/**
 * What the processes of a crowd have done so far: each producer notes how much it has committed, right after; each consumer
 * notes what it holds, and counts how often each message was delivered.
 */
final class CrowdBoard implements AutoCloseable {
    /** No producer sends more, where deliveries are counted. */
    static final int MOST_MESSAGES = 20_000;

    static final long NOTHING = -1;

    private static final long STOP = 0;
    private static final long PARTICIPANTS = 8;
    private static final long COMMITTED = 128;

    private final MappedRegion region;
    private final long base;
    private final long held;
    private final long delivered;
    private final long deliveries;

    private CrowdBoard(SharedFile file, long participants) {
        try (file) {
            region = file.map();
        }
        base = region.address();
        long most = participants == 0 ? Words.getAcquire(base + PARTICIPANTS) : participants;
        held = base + COMMITTED + most * Long.BYTES;
        delivered = held + most * Long.BYTES;
        deliveries = delivered + most * Long.BYTES;
        Words.setRelease(base + PARTICIPANTS, most);
    }

    /**
     * @param participants of each role, dead ones too
     */
    static CrowdBoard create(Path path, int participants) {
        long length = COMMITTED + (3L * Long.BYTES + MOST_MESSAGES) * participants;
        CrowdBoard board = new CrowdBoard(SharedFile.create(path, length), participants);
        for (int consumer = 0; consumer < participants; consumer++) {
            board.setHeld(consumer, NOTHING);
        }
        return board;
    }

    static CrowdBoard open(Path path) {
        return new CrowdBoard(SharedFile.open(path), 0);
    }

    StopWord stop() {
        return new StopWord(base + STOP);
    }

    /** How many messages a producer has published, at least. */
    long committed(int producer) {
        return Words.getAcquire(base + COMMITTED + (long) producer * Long.BYTES);
    }

    void setCommitted(int producer, long count) {
        Words.setRelease(base + COMMITTED + (long) producer * Long.BYTES, count);
    }

    /** What a consumer has in its hands, or had when it was killed. */
    long held(int consumer) {
        return Words.getAcquire(held + (long) consumer * Long.BYTES);
    }

    void setHeld(int consumer, long id) {
        Words.setRelease(held + (long) consumer * Long.BYTES, id);
    }

    /** How many messages a consumer was given. */
    long delivered(int consumer) {
        return Words.getAcquire(delivered + (long) consumer * Long.BYTES);
    }

    /** How often a message was delivered. */
    int deliveries(long id) {
        return Words.getByte(addressOf(id));
    }

    /** Where a message goes to one consumer: nobody else has it now, so nobody else counts it. */
    void countDelivery(long id) {
        Words.setByte(addressOf(id), (byte) (Words.getByte(addressOf(id)) + 1));
    }

    void addDelivered(int consumer) {
        Words.setRelease(delivered + (long) consumer * Long.BYTES, delivered(consumer) + 1);
    }

    private long addressOf(long id) {
        return deliveries + (long) StormMessage.producer(id) * MOST_MESSAGES + StormMessage.sequence(id);
    }

    @Override
    public void close() {
        region.close();
    }
}
