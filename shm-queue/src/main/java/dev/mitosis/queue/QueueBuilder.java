package dev.mitosis.queue;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.memory.SharedFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;

/** What a queue shall be like, and then the queue. Not thread-safe. */
public final class QueueBuilder {
    /** A megabyte: what the processors' second-level caches hold. */
    public static final long DEFAULT_CAPACITY = 1 << 20;

    private final String name;
    private final Path path;
    private OptionalLong capacity = OptionalLong.empty();
    private WaitStrategy waitStrategy = WaitStrategy.BLOCK;

    private QueueBuilder(String name, Path path) {
        this.name = name;
        this.path = path;
    }

    static QueueBuilder named(String name) {
        return new QueueBuilder(name, SharedDirectory.ofThisUser().resolve(name));
    }

    static QueueBuilder at(Path path) {
        return new QueueBuilder(path.toString(), path);
    }

    static QueueBuilder anonymous() {
        return new QueueBuilder("anonymous", null);
    }

    /**
     * The ring's size. A new queue gets {@link #DEFAULT_CAPACITY} without it; an existing one must have it.
     *
     * @param bytes a power of two from 4 KiB to 1 GiB; the longest message is a little less than half of it
     */
    public QueueBuilder capacity(long bytes) {
        if (!QueueHeader.isCapacity(bytes)) {
            throw new IllegalArgumentException("a capacity is a power of two from " + QueueHeader.SMALLEST_CAPACITY
                    + " to " + QueueHeader.LARGEST_CAPACITY + " bytes, capacity=" + bytes);
        }
        capacity = OptionalLong.of(bytes);
        return this;
    }

    /** How this process waits; {@link WaitStrategy#BLOCK} without it. The other one may wait differently. */
    public QueueBuilder waitStrategy(WaitStrategy strategy) {
        waitStrategy = Objects.requireNonNull(strategy, "strategy");
        return this;
    }

    /**
     * Opens the queue, or creates it if it is not there. However many processes do so at once, one creates it.
     *
     * @throws IllegalArgumentException when it is there with another capacity than asked for
     * @throws CorruptQueueException when what is there is no queue, or damaged
     * @throws dev.mitosis.platform.OsException when the system refuses: another user's file, no space, a symbolic link
     */
    public MessageQueue open() {
        QueueHeader header = QueueHeader.forNewQueue(capacity.orElse(DEFAULT_CAPACITY));
        long length = QueueLayout.fileLength(header.capacity());
        if (path == null) {
            return map(SharedFile.anonymous("mitosis-queue", length), header);
        }
        return map(SharedFile.openOrCreate(path, length, header::writeTo), null);
    }

    /**
     * Opens the queue if it is there.
     *
     * @throws dev.mitosis.platform.OsException ENOENT when it is not
     */
    public MessageQueue openExisting() {
        if (path == null) {
            throw new IllegalStateException("an anonymous queue cannot be found again");
        }
        return map(SharedFile.open(path), null);
    }

    private MessageQueue map(SharedFile file, QueueHeader newHeader) {
        try (file) {
            QueueHeader.checkSize(file.size());
            var region = file.map();
            try {
                if (newHeader != null) {
                    newHeader.writeTo(region);
                }
                QueueHeader header = QueueHeader.readFrom(region);
                if (capacity.isPresent() && capacity.getAsLong() != header.capacity()) {
                    throw new IllegalArgumentException("the queue " + name + " is there with a capacity of "
                            + header.capacity() + " bytes and cannot be resized, capacity=" + capacity.getAsLong());
                }
                return new MessageQueue(name, path, region, header, waitStrategy);
            } catch (RuntimeException refused) {
                region.close();
                throw refused;
            }
        }
    }
}
