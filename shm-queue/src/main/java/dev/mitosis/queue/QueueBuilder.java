package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.memory.SharedFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** What a queue shall be like, and then the queue. Not thread-safe. */
public final class QueueBuilder {
    /** A megabyte: what the processors' second-level caches hold. */
    public static final long DEFAULT_CAPACITY = 1 << 20;

    /** Without another choice, in bytes; for slots only. */
    public static final int DEFAULT_MESSAGE_LENGTH = 256;

    private static final String ANONYMOUS = "anonymous";

    private final String name;
    private final Path path;
    private final String handle;
    private OptionalLong capacity = OptionalLong.empty();
    private Optional<Topology> topology = Optional.empty();
    private OptionalInt producers = OptionalInt.empty();
    private OptionalInt consumers = OptionalInt.empty();
    private OptionalInt messageLength = OptionalInt.empty();
    private WaitStrategy waitStrategy = WaitStrategy.BLOCK;

    /**
     * @param path of its file; null when it has none
     * @param handle of an anonymous queue that there is already; otherwise null
     */
    private QueueBuilder(String name, Path path, String handle) {
        this.name = name;
        this.path = path;
        this.handle = handle;
    }

    static QueueBuilder named(String name) {
        return new QueueBuilder(name, SharedDirectory.ofThisUser().resolve(name), null);
    }

    static QueueBuilder at(Path path) {
        return new QueueBuilder(path.toString(), path, null);
    }

    static QueueBuilder anonymous() {
        return new QueueBuilder(ANONYMOUS, null, null);
    }

    static QueueBuilder byHandle(String handle) {
        Objects.requireNonNull(handle, "handle");
        return handle.startsWith("/") ? at(Path.of(handle)) : new QueueBuilder(ANONYMOUS, null, handle);
    }

    /**
     * Who may send to whom. A new queue is {@link Topology#SPSC} without it; an existing one must be like that.
     */
    public QueueBuilder topology(Topology wanted) {
        topology = Optional.of(wanted);
        return this;
    }

    /**
     * How many producers there can be at once. A new queue has room for 8 without it, or for 1, where there is one or, in a
     * broadcast, mostly one; an existing one must have this number.
     *
     * @param most 1 to 64; 1 for {@link Topology#SPSC}
     */
    public QueueBuilder producers(int most) {
        producers = OptionalInt.of(most);
        return this;
    }

    /**
     * How many consumers there can be at once. A new queue has room for 8 without it, or for 1, where there can be but one;
     * an existing one must have this number.
     *
     * @param most 1 to 64; 1 for {@link Topology#SPSC} and {@link Topology#MPSC}
     */
    public QueueBuilder consumers(int most) {
        consumers = OptionalInt.of(most);
        return this;
    }

    /**
     * The length of the longest message, for {@link Topology#MPMC}, whose messages lie in slots of one size: the shorter, the
     * more of them there are. A new queue gets {@link #DEFAULT_MESSAGE_LENGTH} without it; an existing one must have it.
     *
     * @param bytes 1 to half of the capacity
     */
    public QueueBuilder maxMessageLength(int bytes) {
        messageLength = OptionalInt.of(bytes);
        return this;
    }

    /**
     * The size of the ring, one for each producer; for {@link Topology#MPMC}, of all slots together. A new queue gets
     * {@link #DEFAULT_CAPACITY} without it; an existing one must have it.
     *
     * @param bytes a power of two from 4 KiB to 1 GiB; the longest message is a little less than half of it, in a lossy
     *     broadcast an eighth
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
     * @throws IllegalArgumentException when it is there, and otherwise than asked for
     * @throws CorruptQueueException when what is there is no queue, or damaged
     * @throws dev.mitosis.platform.OsException when the system refuses: another user's file, no space, a symbolic link
     */
    public MessageQueue open() {
        if (handle != null) {
            return openExisting();
        }
        QueueHeader header = headerOfNewQueue();
        long length = new QueueLayout(header).fileLength();
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
        if (handle != null) {
            return map(SharedFile.byHandle(handle), null);
        }
        if (path == null) {
            throw new IllegalStateException("an anonymous queue cannot be found again, but by its handle");
        }
        return map(SharedFile.open(path), null);
    }

    private MessageQueue map(SharedFile file, QueueHeader newHeader) {
        MessageQueue queue;
        try {
            QueueHeader.checkSize(file.size());
            queue = map(file, file.map(), newHeader);
        } catch (RuntimeException refused) {
            file.close();
            throw refused;
        }
        if (path != null) {
            file.close();
        }
        return queue;
    }

    private MessageQueue map(SharedFile file, MappedRegion region, QueueHeader newHeader) {
        try {
            if (newHeader != null) {
                newHeader.writeTo(region);
            }
            QueueHeader header = QueueHeader.readFrom(region);
            checkAsked(header);
            return new MessageQueue(name, path, file, region, header, waitStrategy);
        } catch (RuntimeException refused) {
            region.close();
            throw refused;
        }
    }

    private QueueHeader headerOfNewQueue() {
        Topology kind = topology.orElse(Topology.SPSC);
        long bytes = capacity.orElse(DEFAULT_CAPACITY);
        int length = 0;
        if (kind == Topology.MPMC) {
            int longest = SlotArray.Shape.longestMessage(bytes);
            length = within(
                    "maxMessageLength", messageLength.orElse(Math.min(longest, DEFAULT_MESSAGE_LENGTH)), longest);
        } else if (messageLength.isPresent()) {
            throw new IllegalArgumentException("the longest message of a queue without slots follows from its capacity,"
                    + " maxMessageLength=" + messageLength.getAsInt());
        }
        return QueueHeader.forNewQueue(
                kind,
                bytes,
                within("producers", producers.orElse(kind.usual(Role.PRODUCER)), kind.most(Role.PRODUCER)),
                within("consumers", consumers.orElse(kind.usual(Role.CONSUMER)), kind.most(Role.CONSUMER)),
                length);
    }

    private static int within(String what, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException("it has to be 1 to " + most + ", " + what + "=" + value);
        }
        return value;
    }

    /** What a queue was made with stays. */
    private void checkAsked(QueueHeader header) {
        topology.ifPresent(wanted -> check("topology", wanted, header.topology()));
        capacity.ifPresent(wanted -> check("capacity", wanted, header.capacity()));
        producers.ifPresent(wanted -> check("producers", wanted, header.producers()));
        consumers.ifPresent(wanted -> check("consumers", wanted, header.consumers()));
        messageLength.ifPresent(wanted -> check("maxMessageLength", wanted, header.messageLength()));
    }

    private void check(String what, Object wanted, Object is) {
        if (!wanted.equals(is)) {
            throw new IllegalArgumentException("the queue " + name + " was made otherwise and cannot be changed, "
                    + what + " is " + is + ", " + what + "=" + wanted);
        }
    }
}
