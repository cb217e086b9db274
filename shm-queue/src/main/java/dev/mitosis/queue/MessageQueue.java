package dev.mitosis.queue;

import dev.mitosis.fork.ForkHooks;
import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.sync.Membarrier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * A queue of messages between processes, or threads, in a mapped file: from one producer to one consumer, or, with another
 * {@link Topology}, between more.
 *
 * <pre>{@code
 * try (MessageQueue queue = MessageQueue.named("greetings").open();
 *         Producer producer = queue.producer()) {
 *     producer.send("hello".getBytes(UTF_8));
 * }
 * }</pre>
 *
 * and in another process
 *
 * <pre>{@code
 * try (MessageQueue queue = MessageQueue.named("greetings").open();
 *         Consumer consumer = queue.consumer()) {
 *     System.out.println(new String(consumer.receive().toByteArray(), UTF_8));
 * }
 * }</pre>
 *
 * <p>The package's documentation says what holds for all of it. This class is thread-safe.
 */
public final class MessageQueue implements AutoCloseable {
    private final String name;
    private final Path path;
    /** Open as long as the queue is, when it is anonymous: nobody else could find it otherwise. */
    private final SharedFile file;

    private final QueueHeader header;
    private final Places places;
    private final QueueState state;
    private final Structure structure;
    private final Map<Place, End> ends = new ConcurrentHashMap<>();
    private final ForkHooks.Registration inheritance;

    MessageQueue(
            String name,
            Path path,
            SharedFile file,
            MappedRegion region,
            QueueHeader header,
            WaitStrategy waitStrategy) {
        prepareToBeWoken(header);
        QueueLayout layout = new QueueLayout(header);
        this.name = name;
        this.path = path;
        this.file = file;
        this.header = header;
        this.places = new Places(region, layout, header, name);
        this.state = new QueueState(region, places, name);
        this.structure = header.hasSlots()
                ? new Slots(new SlotArray(region, layout, header), places, state, waitStrategy)
                : new Lanes(region, header, layout, places, state, waitStrategy);
        this.inheritance = ForkHooks.whenInherited(this, MessageQueue::disown);
    }

    private static void prepareToBeWoken(QueueHeader header) {
        if (header.wakeByMembarrier()) {
            Membarrier.register();
        }
    }

    /**
     * A queue with a name, in this user's own directory of shared files. It stays until it is deleted.
     *
     * @param name 1 to 100 letters, digits, dots, dashes and underscores
     */
    public static QueueBuilder named(String name) {
        return QueueBuilder.named(name);
    }

    /** A queue in a file of its own, anywhere. On a disk, its pages are written back now and then. */
    public static QueueBuilder at(Path path) {
        return QueueBuilder.at(path);
    }

    /**
     * A queue without a name, for this process, the children that it forks, and those to whom it gives {@link #handle}. It is gone
     * with them.
     */
    public static QueueBuilder anonymous() {
        return QueueBuilder.anonymous();
    }

    /**
     * The queue that another process of this user has open.
     *
     * @param handle what {@link #handle} says there
     */
    public static QueueBuilder byHandle(String handle) {
        return QueueBuilder.byHandle(handle);
    }

    /** The queue's name, or its path. */
    public String name() {
        return name;
    }

    /**
     * A word by which other processes of this user find this queue, to be handed to a child with its arguments: the file's path,
     * or, of an anonymous queue, what holds while this process has it open.
     *
     * @throws IllegalStateException when it is anonymous, and closed
     */
    public String handle() {
        return path != null ? path.toAbsolutePath().toString() : file.handle();
    }

    /** Who may send to whom. */
    public Topology topology() {
        return header.topology();
    }

    /** Of each producer's ring, or of all messages together where there are slots; in bytes. */
    public long capacity() {
        return header.capacity();
    }

    /** The longest message that there can be, in bytes. */
    public int maxMessageLength() {
        return structure.maxMessageLength();
    }

    /**
     * Takes a producer's place, which is free when nobody has it, or who had it is dead. Each call takes another one.
     *
     * @throws IllegalStateException when living processes have all that there are, naming the one if there is one
     * @throws CorruptQueueException when the queue is damaged
     */
    public synchronized Producer producer() {
        return open(take(Role.PRODUCER), structure::producer);
    }

    /**
     * Takes a consumer's place, in the same way.
     *
     * @throws IllegalStateException when living processes have all that there are, naming the one if there is one
     * @throws CorruptQueueException when the queue is damaged
     */
    public synchronized Consumer consumer() {
        return open(take(Role.CONSUMER), structure::consumer);
    }

    /**
     * Shuts the queue down, for all processes and for good: producers are refused, at the latest when the room that they
     * know of is used up; consumers get what is there and then a
     * {@link QueueClosedException}. Whoever waits is woken.
     */
    public void shutDown() {
        try {
            state.shutDown();
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    /** The processes that have a place of this role, in this queue's file, alive or not. */
    public List<ProcessIdentity> holders(Role role) {
        try {
            return IntStream.range(0, places.used(role))
                    .mapToObj(index -> places.holder(role, index))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    /** Whether somebody has shut the queue down. Costs a load. */
    public boolean isShutDown() {
        try {
            return state.isShutDown();
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    /** Removes a named queue's file. Who has it open goes on with it; who opens the name later gets a new one. */
    public void delete() {
        if (path != null) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + path, e);
            }
        }
    }

    /** Closes this process's view of the queue, with the ends that it has open. Closing twice is harmless. */
    @Override
    public synchronized void close() {
        try {
            // In this order: a consumer that leaves can make room, which a producer that waits must not take any more.
            closeEnds(Role.PRODUCER);
            closeEnds(Role.CONSUMER);
        } finally {
            inheritance.close();
            places.close();
            file.close();
        }
    }

    private void closeEnds(Role role) {
        // A child of a plain fork has inherited what is its parent's, and must leave it alone. The number tells.
        // To ask for it needs no descriptor, so that a queue can be closed when there are none.
        int self = ProcessIdentity.ownPid();
        ends.forEach((place, end) -> {
            if (place.role() == role && place.holder().pid() == self) {
                end.close();
            }
        });
    }

    /** In a forked child: the ends that are open are its parent's. It may open its own. */
    void disown() {
        for (End end : ends.values()) { // not by a method reference, which each child would have to link
            end.disown();
        }
        ends.clear();
        prepareToBeWoken(header);
    }

    private Place take(Role role) {
        try {
            return places.take(role, ends::remove);
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    /** Makes a place's end; frees the place again when that fails. Tells the others either way. */
    private <T extends End> T open(Place place, Function<Place, T> opening) {
        try {
            T end = opening.apply(place);
            ends.put(place, end);
            return end;
        } catch (InternalError fault) {
            place.leave();
            throw Ring.truncated(fault);
        } catch (RuntimeException damaged) {
            place.leave();
            throw damaged;
        } finally {
            places.ringAll();
        }
    }
}
