package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.participant.Doorbell;
import dev.mitosis.participant.ParticipantTable;
import dev.mitosis.participant.Peer;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.sync.Membarrier;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A queue of messages from one producer to one consumer, in this or another process: a ring in a mapped file.
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
    private final MappedRegion region;
    private final WaitStrategy waitStrategy;
    private final Ring ring;
    private final ParticipantTable participants;
    private final List<Doorbell> bells;
    private final QueueState state;
    private Producer openProducer;
    private Consumer openConsumer;
    private ProcessIdentity taker;

    MessageQueue(String name, Path path, MappedRegion region, QueueHeader header, WaitStrategy waitStrategy) {
        if (header.wakeByMembarrier()) {
            Membarrier.register();
        }
        this.name = name;
        this.path = path;
        this.region = region;
        this.waitStrategy = waitStrategy;
        this.ring = new Ring(region, header.capacity());
        this.participants = new ParticipantTable(region, QueueLayout.PARTICIPANTS_OFFSET, QueueLayout.ENTRIES);
        IntFunction<Doorbell> bell = entry -> new Doorbell(participants, entry, header.wakeByMembarrier());
        this.bells = List.of(bell.apply(QueueLayout.PRODUCER_ENTRY), bell.apply(QueueLayout.CONSUMER_ENTRY));
        this.state = new QueueState(region, bells, name);
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

    /** A queue that only this process and the children that it forks can use, and that is gone with them. */
    public static QueueBuilder anonymous() {
        return QueueBuilder.anonymous();
    }

    /** The queue's name, or its path. */
    public String name() {
        return name;
    }

    /** The ring's size in bytes. */
    public long capacity() {
        return ring.capacity();
    }

    /**
     * Takes the producer's place, which is free when nobody has it, or who had it is dead.
     *
     * @throws IllegalStateException when a living process has it, naming that process
     * @throws CorruptQueueException when the ring is damaged
     */
    public synchronized Producer producer() {
        ProcessIdentity self = take(QueueLayout.PRODUCER_ENTRY, "producer");
        return inPlace(QueueLayout.PRODUCER_ENTRY, self, () -> {
            Doorbell consumerBell = bells.get(QueueLayout.CONSUMER_ENTRY);
            openProducer = new SpscProducer(
                    ring,
                    state,
                    consumerBell,
                    ready -> waiting(ready, QueueLayout.PRODUCER_ENTRY, QueueLayout.CONSUMER_ENTRY, "consumer"),
                    () -> participants.release(QueueLayout.PRODUCER_ENTRY, self));
            return openProducer;
        });
    }

    /**
     * Takes the consumer's place, which is free when nobody has it, or who had it is dead.
     *
     * @throws IllegalStateException when a living process has it, naming that process
     */
    public synchronized Consumer consumer() {
        ProcessIdentity self = take(QueueLayout.CONSUMER_ENTRY, "consumer");
        return inPlace(QueueLayout.CONSUMER_ENTRY, self, () -> {
            Doorbell producerBell = bells.get(QueueLayout.PRODUCER_ENTRY);
            openConsumer = new SpscConsumer(
                    ring,
                    state,
                    producerBell,
                    ready -> waiting(ready, QueueLayout.CONSUMER_ENTRY, QueueLayout.PRODUCER_ENTRY, "producer"),
                    () -> participants.release(QueueLayout.CONSUMER_ENTRY, self));
            return openConsumer;
        });
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
        // A forked child has inherited what is its parent's, and must leave it alone.
        boolean endsAreOurs = taker != null && taker.equals(ProcessIdentity.current());
        try {
            if (openProducer != null && endsAreOurs) {
                openProducer.close();
            }
            if (openConsumer != null && endsAreOurs) {
                openConsumer.close();
            }
        } finally {
            region.close();
        }
    }

    private ProcessIdentity take(int entry, String role) {
        ProcessIdentity self = ProcessIdentity.current();
        boolean taken;
        taker = self;
        try {
            taken = participants.claim(entry, self);
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
        if (!taken) {
            String holder =
                    participants.holder(entry).map(ProcessIdentity::toString).orElse("gone just now");
            throw new IllegalStateException(
                    "the queue " + name + " has its " + role + " already, " + role + "=" + holder);
        }
        return self;
    }

    /** Makes the end whose place was taken; frees the place again when that fails. Tells the other end either way. */
    private <T> T inPlace(int entry, ProcessIdentity self, Supplier<T> end) {
        try {
            return end.get();
        } catch (RuntimeException damaged) {
            participants.release(entry, self);
            throw damaged;
        } finally {
            bells.forEach(Doorbell::ring);
        }
    }

    private Waiting waiting(BooleanSupplier ready, int own, int other, String otherRole) {
        Doorbell ownBell = bells.get(own);
        return new Waiting(ready, ownBell, new Peer(participants, other, otherRole, ownBell), state, waitStrategy);
    }
}
