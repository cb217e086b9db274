package dev.mitosis.queue.storm;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import java.nio.file.Path;

/** What a child says of what it does, before and after; these stores are no kill points. */
final class KillPointBoard implements AutoCloseable {
    private static final int INTENDED = 0;
    private static final int COMMITTED = 8;
    private static final int TAKEN = 16;
    private static final int RELEASED = 24;
    private static final int JOINED = 32;

    private final MappedRegion region;

    private KillPointBoard(MappedRegion region) {
        this.region = region;
    }

    static KillPointBoard create(Path path) {
        try (SharedFile file = SharedFile.create(path, JOINED + Long.BYTES)) {
            return new KillPointBoard(file.map());
        }
    }

    /** How many messages may have been published. */
    long intended() {
        return region.getLong(INTENDED);
    }

    void setIntended(long count) {
        region.putLong(INTENDED, count);
    }

    /** How many have been published. */
    long committed() {
        return region.getLong(COMMITTED);
    }

    void setCommitted(long count) {
        region.putLong(COMMITTED, count);
    }

    /** Whether the child has its place. */
    boolean isJoined() {
        return region.getLong(JOINED) != 0;
    }

    void setJoined() {
        region.putLong(JOINED, 1);
    }

    /** How many messages have been read. */
    long taken() {
        return region.getLong(TAKEN);
    }

    void setTaken(long count) {
        region.putLong(TAKEN, count);
    }

    /** How many have been read and released. */
    long released() {
        return region.getLong(RELEASED);
    }

    void setReleased(long count) {
        region.putLong(RELEASED, count);
    }

    @Override
    public void close() {
        region.close();
    }
}
