package dev.mitosis.queue;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Who may send to whom, and what becomes of a message. */
public enum Topology {
    /** One producer, one consumer. */
    SPSC(1, 1, 1),
    /**
     * Many producers, one consumer. Each producer has a ring of its own, so that none waits for another; messages of one
     * producer are received in their order.
     */
    MPSC(2, Role.MOST, 1),
    /**
     * Many producers, many consumers; each message goes to one of them. Messages lie in slots of one size and are received
     * in the order in which they were claimed.
     */
    MPMC(3, Role.MOST, Role.MOST),
    /**
     * Each message goes to all consumers that are there when it is sent; the slowest one holds the producers back. Messages
     * of one producer are received in their order.
     */
    BROADCAST(4, Role.MOST, Role.MOST),
    /** The same, but nobody holds a producer back: a consumer that is too slow misses messages, and is told how many. */
    LOSSY_BROADCAST(5, Role.MOST, Role.MOST);

    private final long code;
    private final int mostProducers;
    private final int mostConsumers;

    Topology(long code, int mostProducers, int mostConsumers) {
        this.code = code;
        this.mostProducers = mostProducers;
        this.mostConsumers = mostConsumers;
    }

    /** In a queue's file. */
    long code() {
        return code;
    }

    static Optional<Topology> ofCode(long code) {
        return Stream.of(values()).filter(topology -> topology.code == code).findAny();
    }

    int most(Role role) {
        return role == Role.PRODUCER ? mostProducers : mostConsumers;
    }

    /** Unless asked for otherwise. */
    int usual(Role role) {
        boolean isSource = role == Role.PRODUCER && (this == BROADCAST || this == LOSSY_BROADCAST);
        return isSource || most(role) == 1 ? 1 : Role.USUAL;
    }

    /** As on a command line: {@code lossy-broadcast}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
