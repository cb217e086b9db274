package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.participant.Burial;
import dev.mitosis.participant.Peers;
import java.util.ArrayList;
import java.util.List;

/**
 * A ring for each producer: a lane. So there is only one writer anywhere, a producer's death concerns nobody else, and its
 * successor goes on in its lane. A consumer reads all lanes. With one producer and one consumer this is the plain SPSC queue.
 *
 * <pre>
 *                      MPSC                        broadcast
 *   producer 0 ═► lane 0 ═╗                 lane 0 ═╦═════► consumer 0
 *   producer 1 ═► lane 1 ═╬═► consumer              ╚═════► consumer 1
 *   producer 2 ═► lane 2 ═╝                 a head in each lane for each consumer
 * </pre>
 */
final class Lanes implements Structure {
    private final Topology topology;
    private final List<Ring> rings = new ArrayList<>();
    private final List<Gates> gates = new ArrayList<>();
    private final Places places;
    private final QueueState state;
    private final WaitStrategy waitStrategy;

    Lanes(
            MappedRegion region,
            QueueHeader header,
            QueueLayout layout,
            Places places,
            QueueState state,
            WaitStrategy waitStrategy) {
        this.topology = header.topology();
        this.places = places;
        this.state = state;
        this.waitStrategy = waitStrategy;
        for (int lane = 0; lane < header.producers(); lane++) {
            Ring ring = new Ring(region, layout, header, lane);
            rings.add(ring);
            gates.add(new Gates(ring, () -> places.used(Role.CONSUMER)));
        }
    }

    @Override
    public int maxMessageLength() {
        return rings.get(0).maxMessageLength();
    }

    @Override
    public AbstractProducer producer(Place place) {
        Ring ring = rings.get(place.index());
        Burial burial = topology == Topology.BROADCAST ? new GateBurial() : Burial.NONE;
        Room room = switch (topology) {
            case BROADCAST ->
                new GateRoom(
                        ring,
                        gates.get(place.index()),
                        new Undertaker(() -> places.buryTheDead(Role.CONSUMER, place, burial)));
            case LOSSY_BROADCAST -> new LossyRoom(ring);
            default -> new HeadRoom(ring);
        };
        Peers consumers = places.peers(Role.CONSUMER, place.bell(), burial);
        return new LaneProducer(
                ring,
                room,
                state,
                places.bell(Role.CONSUMER),
                ready -> new Waiting(ready, place.bell(), consumers, Peers.NONE, state, waitStrategy),
                place::leave);
    }

    @Override
    public QueueConsumer consumer(Place place) {
        List<Reader> readers = readers(place);
        Peers producers = places.peers(Role.PRODUCER, place.bell(), Burial.NONE);
        return new QueueConsumer(
                readers.size() == 1 ? readers.get(0) : new LanesReader(readers, () -> places.used(Role.PRODUCER)),
                state,
                ready -> new Waiting(ready, place.bell(), producers, Peers.NONE, state, waitStrategy),
                () -> leave(place));
    }

    /** All or none: a gate that stayed behind would hold producers back. */
    private List<Reader> readers(Place place) {
        List<Reader> readers = new ArrayList<>();
        try {
            for (int lane = 0; lane < rings.size(); lane++) {
                readers.add(reader(lane, place.index()));
            }
            return readers;
        } catch (RuntimeException damaged) {
            if (topology == Topology.BROADCAST) {
                removeGates(place.index());
            }
            throw damaged;
        }
    }

    /** What a dead consumer leaves where the slowest one holds producers back. */
    private final class GateBurial implements Burial {
        @Override
        public void bury(int entry) {
            removeGates(entry - places.entry(Role.CONSUMER, 0));
        }

        @Override
        public void done() {
            places.ringAll();
        }
    }

    private Reader reader(int lane, int consumer) {
        Ring ring = rings.get(lane);
        if (topology == Topology.LOSSY_BROADCAST) {
            return new LossyReader(ring, consumer);
        }
        boolean gated = topology == Topology.BROADCAST;
        long begin = gated ? gates.get(lane).join(consumer) : Ring.position("head", ring.headAddress(consumer));
        return new LaneReader(ring, consumer, begin, gated, places.bell(Role.PRODUCER, lane));
    }

    private void leave(Place place) {
        if (topology == Topology.BROADCAST) {
            removeGates(place.index());
        }
        place.leave();
        if (topology == Topology.BROADCAST) {
            places.bell(Role.PRODUCER).ring();
        }
    }

    private void removeGates(int consumer) {
        gates.forEach(lane -> lane.remove(consumer));
    }
}
