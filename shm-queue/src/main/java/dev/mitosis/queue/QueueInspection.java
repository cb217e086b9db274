package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.process.ProcessIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A look at a queue from outside, without disturbing it: nothing is written, and nobody waits. What changes while it is
 * looked at is seen as it was at some instant of the look, each figure by itself.
 *
 * @param capacity of each producer's ring, or of all messages together where there are slots; in bytes
 * @param received how many messages have been received since the queue was made, each consumer's counted; with slots, how
 *     many positions have been passed, aborted messages included
 * @param recoveries how many participants have died, and been noticed
 * @param isShutDown whether it was shut down
 * @param participants who has a place, alive or not: producers, then consumers
 */
public record QueueInspection(
        Path path,
        Topology topology,
        long capacity,
        long received,
        long recoveries,
        boolean isShutDown,
        List<Participant> participants) {
    public QueueInspection {
        participants = List.copyOf(participants);
    }

    /**
     * Who has a place.
     *
     * @param place among those of its role, from 0
     * @param isAsleep whether it sleeps until there is something to do
     * @param lag of a consumer: how much is there that it has not released, in bytes, fillers and padding included; of a
     *     producer, 0; in a lossy broadcast, where nobody has to say how far they are, 0
     */
    public record Participant(Role role, int place, ProcessIdentity process, boolean isAsleep, long lag) {
        public boolean isAlive() {
            return process.isAlive();
        }
    }

    /**
     * @throws CorruptQueueException when it is no queue, or damaged
     * @throws dev.mitosis.platform.OsException when it cannot be opened
     */
    public static QueueInspection of(Path path) {
        try (SharedFile file = SharedFile.open(path)) {
            QueueHeader.checkSize(file.size());
            try (MappedRegion region = file.map()) {
                return of(path, region);
            } catch (InternalError fault) {
                throw Ring.truncated(fault);
            }
        }
    }

    private static QueueInspection of(Path path, MappedRegion region) {
        QueueHeader header = QueueHeader.readFrom(region);
        QueueLayout layout = new QueueLayout(header);
        Places places = new Places(region, layout, header, path.toString());
        Gauge gauge = header.hasSlots()
                ? new SlotGauge(new SlotArray(region, layout, header))
                : new LaneGauge(region, layout, header);
        List<Participant> participants = new ArrayList<>();
        for (Role role : Role.values()) {
            for (int place = 0; place < places.used(role); place++) {
                int index = place;
                places.holder(role, place)
                        .ifPresent(holder -> participants.add(new Participant(
                                role,
                                index,
                                holder,
                                places.bell(role, index).isAsleep(),
                                role == Role.CONSUMER ? gauge.lag(index, places) : 0)));
            }
        }
        return new QueueInspection(
                path,
                header.topology(),
                header.capacity(),
                gauge.received(places),
                places.recoveries(),
                new QueueState(region, places, path.toString()).isShutDown(),
                participants);
    }

    /** Whether a living process has one of its places. */
    public boolean isInUse() {
        return participants.stream().anyMatch(Participant::isAlive);
    }

    /** Whether nobody uses it, and somebody has died with it open instead of leaving it. */
    public boolean isLeftByTheDead() {
        return !participants.isEmpty() && !isInUse();
    }
}
