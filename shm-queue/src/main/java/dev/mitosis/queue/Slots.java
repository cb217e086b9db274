package dev.mitosis.queue;

import dev.mitosis.participant.Burial;
import dev.mitosis.participant.Peers;
import java.util.function.BooleanSupplier;

/**
 * Slots of one size that all producers and consumers share.
 *
 * <pre>
 *   producer 0 ──claims──► ┌──────┬──────┬──────┬──────┐ ◄──takes── consumer 0
 *   producer 1 ──claims──► │ slot │ slot │ slot │ slot │ ◄──takes── consumer 1
 *                          └──────┴──────┴──────┴──────┘
 * </pre>
 */
final class Slots implements Structure {
    private final SlotArray slots;
    private final Places places;
    private final QueueState state;
    private final WaitStrategy waitStrategy;
    private final Burial burial = new SlotBurial();

    Slots(SlotArray slots, Places places, QueueState state, WaitStrategy waitStrategy) {
        this.slots = slots;
        this.places = places;
        this.state = state;
        this.waitStrategy = waitStrategy;
    }

    @Override
    public int maxMessageLength() {
        return slots.maxMessageLength();
    }

    @Override
    public AbstractProducer producer(Place place) {
        burial.bury(place.entry());
        Undertaker undertaker = undertaker(place);
        return new SlotProducer(
                slots,
                place.entry(),
                state,
                places.bell(Role.CONSUMER),
                undertaker,
                ready -> waiting(place, ready),
                place::leave);
    }

    @Override
    public QueueConsumer consumer(Place place) {
        burial.bury(place.entry());
        SlotReader reader = new SlotReader(
                slots, place.entry(), places.bell(Role.PRODUCER), places.bell(Role.CONSUMER), undertaker(place));
        return new QueueConsumer(reader, state, ready -> waiting(place, ready), place::leave);
    }

    private Waiting waiting(Place place, BooleanSupplier ready) {
        Peers others = places.peers(place.role().other(), place.bell(), burial);
        Peers fellows = places.peers(place.role(), place.bell(), burial);
        return new Waiting(ready, place.bell(), others, fellows, state, waitStrategy);
    }

    private Undertaker undertaker(Place place) {
        return new Undertaker(() -> {
            for (Role role : Role.values()) {
                places.buryTheDead(role, place, burial);
            }
        });
    }

    /** What a dead participant leaves: slots that name it. */
    private final class SlotBurial implements Burial {
        @Override
        public void bury(int entry) {
            slots.recover(entry);
            slots.rewind();
        }

        @Override
        public void done() {
            places.ringAll();
        }
    }
}
