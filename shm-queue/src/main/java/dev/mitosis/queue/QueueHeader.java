package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.platform.Capability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is fixed when a queue's file is made. It is read and checked once; what others may write there afterwards makes
 * no difference.
 *
 * @param capacity of the ring, in bytes: a power of two
 * @param wakeByMembarrier whether publishers leave the fence to sleepers
 * @param pidNamespace in which the participants' numbers mean something; 0 when there is only one
 */
record QueueHeader(long capacity, boolean wakeByMembarrier, long pidNamespace) {
    static final long SMALLEST_CAPACITY = 4096;
    static final long LARGEST_CAPACITY = 1L << 30;

    static QueueHeader forNewQueue(long capacity) {
        return new QueueHeader(capacity, Capability.MEMBARRIER.isAvailable(), currentPidNamespace());
    }

    void writeTo(MappedRegion region) {
        region.putLong(QueueLayout.VERSION_OFFSET, QueueLayout.VERSION);
        region.putLong(QueueLayout.TOPOLOGY_OFFSET, QueueLayout.TOPOLOGY_SPSC);
        region.putLong(QueueLayout.FILE_LENGTH_OFFSET, region.length());
        region.putLong(QueueLayout.CAPACITY_OFFSET, capacity);
        region.putLong(
                QueueLayout.WAKE_PROTOCOL_OFFSET,
                wakeByMembarrier ? QueueLayout.WAKE_BY_MEMBARRIER : QueueLayout.WAKE_BY_FENCES);
        region.putLong(QueueLayout.PID_NAMESPACE_OFFSET, pidNamespace);
        region.putLong(QueueLayout.MAGIC_OFFSET, QueueLayout.MAGIC);
        region.putLong(QueueLayout.CHECKSUM_OFFSET, checksum(region));
    }

    /**
     * @throws CorruptQueueException when it is no queue's, or of another version, or damaged
     * @throws IllegalStateException when the queue cannot be used from here
     */
    static QueueHeader readFrom(MappedRegion region) {
        checkSize(region.length());
        expect(region, "magic", QueueLayout.MAGIC_OFFSET, QueueLayout.MAGIC);
        expect(region, "version", QueueLayout.VERSION_OFFSET, QueueLayout.VERSION);
        expect(region, "checksum", QueueLayout.CHECKSUM_OFFSET, checksum(region));
        expect(region, "topology", QueueLayout.TOPOLOGY_OFFSET, QueueLayout.TOPOLOGY_SPSC);
        expect(region, "fileLength", QueueLayout.FILE_LENGTH_OFFSET, region.length());
        long capacity = region.getLong(QueueLayout.CAPACITY_OFFSET);
        if (!isCapacity(capacity) || QueueLayout.fileLength(capacity) != region.length()) {
            throw new CorruptQueueException(
                    "capacity", capacity, "a power of two that fits a file of " + region.length() + " bytes");
        }
        long protocol = region.getLong(QueueLayout.WAKE_PROTOCOL_OFFSET);
        if (protocol != QueueLayout.WAKE_BY_FENCES && protocol != QueueLayout.WAKE_BY_MEMBARRIER) {
            throw new CorruptQueueException("wakeProtocol", protocol, "fences or membarrier");
        }
        long namespace = region.getLong(QueueLayout.PID_NAMESPACE_OFFSET);
        if (namespace != currentPidNamespace()) {
            throw new IllegalStateException("the queue's processes live in another PID namespace, so nobody here could"
                    + " tell who is alive, namespace=" + namespace);
        }
        return new QueueHeader(capacity, protocol == QueueLayout.WAKE_BY_MEMBARRIER, namespace);
    }

    /** To be asked before the file is mapped, too: an empty one cannot be. */
    static void checkSize(long bytes) {
        if (bytes < QueueLayout.RING_OFFSET) {
            throw new CorruptQueueException("size", bytes, "at least " + QueueLayout.RING_OFFSET);
        }
    }

    static boolean isCapacity(long capacity) {
        return capacity >= SMALLEST_CAPACITY && capacity <= LARGEST_CAPACITY && Long.bitCount(capacity) == 1;
    }

    private static void expect(MappedRegion region, String field, long offset, long expected) {
        long value = region.getLong(offset);
        if (value != expected) {
            throw new CorruptQueueException(field, value, String.valueOf(expected));
        }
    }

    /** FNV-1a over the words before the checksum. */
    private static long checksum(MappedRegion region) {
        long hash = 0xcbf29ce484222325L;
        for (long at = QueueLayout.MAGIC_OFFSET; at < QueueLayout.CHECKSUM_OFFSET; at += Long.BYTES) {
            hash = (hash ^ region.getLong(at)) * 0x100000001b3L;
        }
        return hash;
    }

    private static long currentPidNamespace() {
        try {
            // The link reads pid:[4026531836].
            String link = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
            return Long.parseLong(link.replaceAll("[^0-9]", ""));
        } catch (IOException notLinux) {
            return 0;
        }
    }
}
