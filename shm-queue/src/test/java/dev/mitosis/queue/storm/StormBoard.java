package dev.mitosis.queue.storm;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.words.Words;
import java.nio.file.Path;

/**
 * What the processes of a storm have done so far; each notes it right after it has done it, so that a killed one may be
 * one step ahead of its note.
 */
final class StormBoard implements AutoCloseable {
    private static final long STOP = 0;
    private static final long SEEN = 128;
    private static final long RELEASED = 256;
    private static final long COMMITTED = 384;

    private final MappedRegion region;
    private final long base;

    private StormBoard(SharedFile file) {
        try (file) {
            region = file.map();
        }
        base = region.address();
    }

    static StormBoard create(Path path, int producers) {
        StormBoard board = new StormBoard(SharedFile.create(path, COMMITTED + (long) producers * Long.BYTES));
        board.setSeen(StormMessage.NONE);
        board.setReleased(StormMessage.NONE);
        return board;
    }

    static StormBoard open(Path path) {
        return new StormBoard(SharedFile.open(path));
    }

    StopWord stop() {
        return new StopWord(base + STOP);
    }

    /** The last message that a consumer has read and found right. */
    long seen() {
        return Words.getAcquire(base + SEEN);
    }

    void setSeen(long id) {
        Words.setRelease(base + SEEN, id);
    }

    /** The last message that a consumer has released. */
    long released() {
        return Words.getAcquire(base + RELEASED);
    }

    void setReleased(long id) {
        Words.setRelease(base + RELEASED, id);
    }

    /** How many messages a producer has published. */
    long committed(int producer) {
        return Words.getAcquire(base + COMMITTED + (long) producer * Long.BYTES);
    }

    void setCommitted(int producer, long count) {
        Words.setRelease(base + COMMITTED + (long) producer * Long.BYTES, count);
    }

    @Override
    public void close() {
        region.close();
    }
}
