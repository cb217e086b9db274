package dev.mitosis.queue;

import dev.mitosis.sync.Membarrier;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Lines, each used by one state after the other: to make one takes far longer than a state lives. So a state also finds what
 * earlier laps have left in the ring.
 */
final class Spares {
    private final QueueHeader header;
    private final Queue<Line> spare = new ConcurrentLinkedQueue<>();

    Spares(Topology topology, long capacity, int producers, int consumers) {
        this(QueueHeader.forNewQueue(
                topology, capacity, producers, consumers, topology == Topology.MPMC ? Source.LONGEST : 0));
    }

    /** Of lines in which both sides fence, as where there is no membarrier(2). */
    static Spares fencing(Topology topology, long capacity, int producers, int consumers) {
        QueueHeader header = QueueHeader.forNewQueue(topology, capacity, producers, consumers, 0);
        return new Spares(new QueueHeader(
                header.topology(),
                header.capacity(),
                header.producers(),
                header.consumers(),
                header.messageLength(),
                false,
                header.pidNamespace()));
    }

    private Spares(QueueHeader header) {
        this.header = header;
        if (header.wakeByMembarrier()) {
            Membarrier.register();
        }
    }

    Line take() {
        Line line = spare.poll();
        return line != null ? line : new Line(header);
    }

    void giveBack(Line line) {
        spare.add(line);
    }
}
