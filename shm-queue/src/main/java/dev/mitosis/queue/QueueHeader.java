package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.platform.Capability;
import dev.mitosis.process.PidNamespace;

/**
 * What is fixed when a queue's file is made. It is read and checked once; what others may write there afterwards makes
 * no difference.
 *
 * @param capacity of each producer's ring, or of all slots' messages, in bytes: a power of two
 * @param producers how many there can be at once
 * @param consumers how many there can be at once
 * @param messageLength of the longest message, in bytes, where there are slots; else 0
 * @param wakeByMembarrier whether publishers leave the fence to sleepers
 * @param pidNamespace in which the participants' numbers mean something; 0 when there is only one
 */
record QueueHeader(
        Topology topology,
        long capacity,
        int producers,
        int consumers,
        int messageLength,
        boolean wakeByMembarrier,
        long pidNamespace) {
    static final long SMALLEST_CAPACITY = 4096;
    static final long LARGEST_CAPACITY = 1L << 30;

    static QueueHeader forNewQueue(Topology topology, long capacity, int producers, int consumers, int messageLength) {
        return new QueueHeader(
                topology,
                capacity,
                producers,
                consumers,
                messageLength,
                Capability.MEMBARRIER.isAvailable(),
                PidNamespace.current());
    }

    boolean hasSlots() {
        return topology == Topology.MPMC;
    }

    SlotArray.Shape slots() {
        return SlotArray.Shape.of(capacity, messageLength);
    }

    /** Makes a file of zeros a queue's. */
    void writeTo(MappedRegion region) {
        if (topology == Topology.BROADCAST) {
            Gates.removeAll(region, this);
        }
        region.putLong(QueueLayout.VERSION_OFFSET, QueueLayout.VERSION);
        region.putLong(QueueLayout.TOPOLOGY_OFFSET, topology.code());
        region.putLong(QueueLayout.FILE_LENGTH_OFFSET, region.length());
        region.putLong(QueueLayout.CAPACITY_OFFSET, capacity);
        region.putLong(QueueLayout.PRODUCERS_OFFSET, producers);
        region.putLong(QueueLayout.CONSUMERS_OFFSET, consumers);
        region.putLong(QueueLayout.MESSAGE_LENGTH_OFFSET, messageLength);
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
        expect(region, "fileLength", QueueLayout.FILE_LENGTH_OFFSET, region.length());
        long code = region.getLong(QueueLayout.TOPOLOGY_OFFSET);
        Topology topology = Topology.ofCode(code)
                .orElseThrow(() -> new CorruptQueueException("topology", code, "one that this version knows"));
        long capacity = region.getLong(QueueLayout.CAPACITY_OFFSET);
        if (!isCapacity(capacity)) {
            throw new CorruptQueueException("capacity", capacity, "a power of two");
        }
        QueueHeader header = new QueueHeader(
                topology,
                capacity,
                places(region, "producers", QueueLayout.PRODUCERS_OFFSET, topology.most(Role.PRODUCER)),
                places(region, "consumers", QueueLayout.CONSUMERS_OFFSET, topology.most(Role.CONSUMER)),
                messageLength(region, topology, capacity),
                wakesByMembarrier(region),
                region.getLong(QueueLayout.PID_NAMESPACE_OFFSET));
        if (new QueueLayout(header).fileLength() != region.length()) {
            throw new CorruptQueueException(
                    "capacity", capacity, "one that fits a file of " + region.length() + " bytes");
        }
        if (header.pidNamespace != PidNamespace.current()) {
            throw new IllegalStateException("the queue's processes live in another PID namespace, so nobody here could"
                    + " tell who is alive, namespace=" + header.pidNamespace);
        }
        return header;
    }

    /** To be asked before the file is mapped, too: an empty one cannot be. */
    static void checkSize(long bytes) {
        if (bytes < QueueLayout.SHORTEST) {
            throw new CorruptQueueException("size", bytes, "at least " + QueueLayout.SHORTEST);
        }
    }

    static boolean isCapacity(long capacity) {
        return capacity >= SMALLEST_CAPACITY && capacity <= LARGEST_CAPACITY && Long.bitCount(capacity) == 1;
    }

    private static int places(MappedRegion region, String field, long offset, int most) {
        long places = region.getLong(offset);
        if (places < 1 || places > most) {
            throw new CorruptQueueException(field, places, "1 to " + most);
        }
        return (int) places;
    }

    private static int messageLength(MappedRegion region, Topology topology, long capacity) {
        long length = region.getLong(QueueLayout.MESSAGE_LENGTH_OFFSET);
        long most = topology == Topology.MPMC ? SlotArray.Shape.longestMessage(capacity) : 0;
        if (length < 0 || length > most) {
            throw new CorruptQueueException("messageLength", length, "0 to " + most);
        }
        return (int) length;
    }

    private static boolean wakesByMembarrier(MappedRegion region) {
        long protocol = region.getLong(QueueLayout.WAKE_PROTOCOL_OFFSET);
        if (protocol != QueueLayout.WAKE_BY_FENCES && protocol != QueueLayout.WAKE_BY_MEMBARRIER) {
            throw new CorruptQueueException("wakeProtocol", protocol, "fences or membarrier");
        }
        return protocol == QueueLayout.WAKE_BY_MEMBARRIER;
    }

    private static void expect(MappedRegion region, String field, long offset, long expected) {
        long value = region.getLong(offset);
        if (value != expected) {
            throw new CorruptQueueException(field, value, String.valueOf(expected));
        }
    }

    private static long checksum(MappedRegion region) {
        return region.checksum(QueueLayout.MAGIC_OFFSET, QueueLayout.CHECKSUM_OFFSET);
    }
}
