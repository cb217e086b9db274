package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.participant.Doorbell;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.openjdk.jcstress.infra.results.L_Result;

/** A queue and its ends, of the library's own parts, in memory that has no file; also smaller than a file's queue may be. */
final class Line {
    private static final String NAME = "jcstress";

    private final QueueHeader header;
    private final Structure structure;
    private final Ring ring;
    private final Places places;
    private final List<Source> sources;
    private final List<Sink> sinks;

    Line(QueueHeader header) {
        this.header = header;
        QueueLayout layout = new QueueLayout(header);
        MappedRegion region = MappedRegion.anonymous(layout.fileLength());
        header.writeTo(region);
        places = new Places(region, layout, header, NAME);
        QueueState state = new QueueState(region, places, NAME);
        structure = header.hasSlots()
                ? new Slots(new SlotArray(region, layout, header), places, state, WaitStrategy.BLOCK)
                : new Lanes(region, header, layout, places, state, WaitStrategy.BLOCK);
        ring = new Ring(region, layout, header, 0);
        sources = IntStream.range(0, header.producers())
                .mapToObj(id -> new Source(structure.producer(places.take(Role.PRODUCER, left -> {})), id))
                .toList();
        sinks = IntStream.range(0, header.consumers())
                .mapToObj(i -> Sink.ofAll(consumer(), header))
                .toList();
    }

    private Consumer consumer() {
        return structure.consumer(places.take(Role.CONSUMER, left -> {}));
    }

    /** One more consumer, for which there has to be a place. */
    Sink join() {
        return Sink.ofLater(consumer(), header);
    }

    Source source(int index) {
        return sources.get(index);
    }

    Sink sink(int index) {
        return sinks.get(index);
    }

    /** What wakes a consumer. */
    Doorbell bell(int consumer) {
        return places.bell(Role.CONSUMER, consumer);
    }

    /** The first producer's lane. */
    Ring ring() {
        return ring;
    }

    /** In the place of the first consumer's sleep itself: says how that ends, once a message has been sent. */
    boolean isOver(BooleanSupplier sent, L_Result r) {
        Sink sink = sink(0);
        if (sink.receive().equals(Sink.WHOLE)) {
            r.r1 = "saw";
            return true;
        }
        while (!sent.getAsBoolean()) {
            Thread.onSpinWait();
        }
        boolean sleepsOn = bell(0).isAsleep();
        boolean isThere = sink.receive().equals(Sink.WHOLE);
        r.r1 = !sleepsOn ? "woken" : isThere ? "late" : "asleep";
        return true;
    }
}
