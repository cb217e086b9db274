package dev.mitosis.demo.tree;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.words.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The shared file of a tree.
 *
 * <pre>
 *   byte 0    how many processes have come
 *   byte 8    1: end now
 *   byte 16   slot 0: process, parent
 *   byte 32   slot 1 ...
 * </pre>
 */
final class TreeBoard implements AutoCloseable {
    private static final long ARRIVED_OFFSET = 0;
    private static final long END_OFFSET = 8;
    private static final long SLOTS_OFFSET = 16;
    private static final long SLOT_BYTES = 16;
    private static final long POLL_NANOS = 500_000;

    private final MappedRegion region;

    private TreeBoard(MappedRegion region) {
        this.region = region;
    }

    static TreeBoard create(Path path, int slots) {
        try (SharedFile file = SharedFile.create(path, SLOTS_OFFSET + slots * SLOT_BYTES)) {
            return new TreeBoard(file.map());
        }
    }

    static TreeBoard open(Path path) {
        try (SharedFile file = SharedFile.open(path)) {
            return new TreeBoard(file.map());
        }
    }

    void arrive(int slot, long pid, long parent) {
        region.putLong(slot(slot), pid);
        region.putLong(slot(slot) + Long.BYTES, parent);
        Words.getAndAdd(region.address() + ARRIVED_OFFSET, 1);
    }

    long arrived() {
        return Words.getAcquire(region.address() + ARRIVED_OFFSET);
    }

    /** The process in a slot; 0 while there is none. */
    long pid(int slot) {
        return region.getLong(slot(slot));
    }

    /** Whose child the process in a slot says that it is. */
    long parent(int slot) {
        return region.getLong(slot(slot) + Long.BYTES);
    }

    void end() {
        Words.setRelease(region.address() + END_OFFSET, 1);
    }

    boolean isEnd() {
        return Words.getAcquire(region.address() + END_OFFSET) != 0;
    }

    /** Waits until something is so; says whether it came to be in time. */
    static boolean await(BooleanSupplier condition, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }

    @Override
    public void close() {
        region.close();
    }

    private static long slot(int slot) {
        return SLOTS_OFFSET + slot * SLOT_BYTES;
    }
}
