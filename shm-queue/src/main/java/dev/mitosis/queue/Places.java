package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.participant.Bell;
import dev.mitosis.participant.Burial;
import dev.mitosis.participant.Doorbell;
import dev.mitosis.participant.DoorbellGroup;
import dev.mitosis.participant.ParticipantTable;
import dev.mitosis.participant.Peers;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.words.Words;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A queue's places for producers and consumers: who has them, and how to wake who has them. Thread-safe. */
final class Places {
    private final MappedRegion region;
    private final QueueLayout layout;
    private final String queue;
    private final ParticipantTable table;
    private final Map<Role, DoorbellGroup> bells = new EnumMap<>(Role.class);

    Places(MappedRegion region, QueueLayout layout, QueueHeader header, String queue) {
        this.region = region;
        this.layout = layout;
        this.queue = queue;
        this.table = new ParticipantTable(region, QueueLayout.PARTICIPANTS_OFFSET, layout.entries());
        for (Role role : Role.values()) {
            bells.put(
                    role,
                    new DoorbellGroup(
                            table,
                            QueueLayout.asleepOffset(role),
                            layout.firstEntry(role),
                            layout.places(role),
                            header.wakeByMembarrier()));
        }
    }

    /**
     * Takes a place, which is free when nobody has it, or who had it is dead; whoever buries that one is waited for.
     *
     * @param onLeave told when the place is given up
     * @throws IllegalStateException when living processes have all
     */
    Place take(Role role, java.util.function.Consumer<Place> onLeave) {
        ProcessIdentity self = ProcessIdentity.current();
        int places = layout.places(role);
        for (int index = 0; index < places; index++) {
            noteUsed(role, index + 1);
            if (table.claim(entry(role, index), self)) {
                return new Place(this, role, index, self, onLeave);
            }
        }
        throw new IllegalStateException(
                places == 1
                        ? "the queue " + queue + " has its " + role + " already, " + role + "=" + nameOfHolder(role)
                        : "the queue " + queue + " has as many as it can, " + role + "s=" + places);
    }

    void leave(Place place) {
        place.onLeave().accept(place);
        table.release(entry(place.role(), place.index()), place.holder());
    }

    /** How many of a role's places were ever taken; those behind them need not be looked at. */
    int used(Role role) {
        long used = Words.getAcquire(region.address() + QueueLayout.usedOffset(role));
        return (int) Math.max(0, Math.min(used, layout.places(role)));
    }

    /** What wakes one participant. */
    Doorbell bell(Role role, int index) {
        return bells.get(role).member(index);
    }

    /** What wakes all of a role. */
    Bell bell(Role role) {
        return bells.get(role).bell();
    }

    /** Everybody looks again at what has changed. */
    void ringAll() {
        bells.values().forEach(group -> group.bell().ring());
    }

    /** All of a role, as one sees them who waits for them. */
    Peers peers(Role role, Doorbell ownBell, Burial burial) {
        return new Peers(
                table,
                layout.firstEntry(role),
                layout.places(role),
                () -> used(role),
                role.toString(),
                ownBell,
                burial);
    }

    void close() {
        table.closeRegion();
    }

    void buryTheDead(Role role, Place looking, Burial burial) {
        table.buryTheDead(layout.firstEntry(role), used(role), looking.holder(), burial);
    }

    int entry(Role role, int index) {
        return layout.firstEntry(role) + index;
    }

    /** Who has a place, alive or not. */
    Optional<ProcessIdentity> holder(Role role, int index) {
        return table.holder(entry(role, index));
    }

    /** How many participants have died, and been noticed. */
    long recoveries() {
        return IntStream.range(0, layout.entries()).mapToLong(table::recoveries).sum();
    }

    private String nameOfHolder(Role role) {
        return holder(role, 0).map(ProcessIdentity::toString).orElse("gone just now");
    }

    private void noteUsed(Role role, int count) {
        long address = region.address() + QueueLayout.usedOffset(role);
        for (long used = Words.get(address); used < count; used = Words.get(address)) {
            if (Words.compareAndSet(address, used, count)) {
                return;
            }
        }
    }
}
