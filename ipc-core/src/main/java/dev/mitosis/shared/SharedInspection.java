package dev.mitosis.shared;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.process.ProcessIdentity;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A look at a named shared object from outside, without disturbing it: nothing is written, and nobody waits. Each figure is as it was
 * at some instant of the look.
 *
 * @param length of memory and arrays, in elements; a semaphore's limit, a barrier's parties; else 0
 * @param owner of the lock, or of the lock that belongs to another object, alive or not
 * @param deaths how many processes have died that used it, and were noticed
 * @param participants who uses it, alive or not
 */
public record SharedInspection(
        Path path,
        SharedKind kind,
        long length,
        Optional<ProcessIdentity> creator,
        Optional<ProcessIdentity> owner,
        long deaths,
        List<Participant> participants) {
    public SharedInspection {
        participants = List.copyOf(participants);
    }

    /**
     * A process that uses it.
     *
     * @param waiting how many of its threads sleep until they get what they wait for
     * @param hasEndedInOrder whether it has said that it would end
     */
    public record Participant(ProcessIdentity process, long waiting, boolean hasEndedInOrder) {
        public boolean isAlive() {
            return process.isAlive();
        }
    }

    /**
     * Whether the file says that it is a shared object's, damaged or not.
     *
     * @throws dev.mitosis.platform.OsException when it cannot be opened
     */
    public static boolean isShared(Path path) {
        try (SharedFile file = SharedFile.open(path)) {
            if (file.size() < SharedLayout.BODY_OFFSET) {
                return false;
            }
            try (MappedRegion region = file.map()) {
                return region.getLong(SharedLayout.MAGIC_OFFSET) == SharedLayout.MAGIC;
            }
        }
    }

    /**
     * @throws CorruptFileException when it is no shared object, or damaged
     * @throws dev.mitosis.platform.OsException when it cannot be opened
     */
    public static SharedInspection of(Path path) {
        try (SharedFile file = SharedFile.open(path)) {
            SharedHeader.checkSize(file.size());
            try (MappedRegion region = file.map()) {
                return of(path, new Segment(path.toString(), path, file, region));
            }
        }
    }

    private static SharedInspection of(Path path, Segment segment) {
        Seats seats = segment.seats();
        List<Participant> participants = IntStream.range(0, seats.used())
                .boxed()
                .flatMap(seat -> seats
                        .holder(seat)
                        .map(process -> new Participant(process, seats.waiting(seat), !seats.isPresent(seat)))
                        .stream())
                .toList();
        return new SharedInspection(
                path,
                segment.header().kind(),
                segment.header().parameter(),
                segment.header().maker(),
                segment.lock().ownerProcess(),
                seats.deaths(),
                participants);
    }

    /** Whether a living process uses it. */
    public boolean isInUse() {
        return participants.stream().anyMatch(Participant::isAlive);
    }

    /** Whether nobody uses it, and somebody has died with it open instead of leaving it. */
    public boolean isLeftByTheDead() {
        return participants.stream().anyMatch(it -> !it.hasEndedInOrder()) && !isInUse();
    }
}
