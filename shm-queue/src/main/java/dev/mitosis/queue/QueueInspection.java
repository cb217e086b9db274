package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.participant.ParticipantTable;
import dev.mitosis.process.ProcessIdentity;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A look at a queue from outside, without disturbing it.
 *
 * @param capacity of its ring, in bytes
 * @param producer who has the producer's place, alive or not
 * @param consumer who has the consumer's place, alive or not
 */
public record QueueInspection(
        Path path, long capacity, Optional<ProcessIdentity> producer, Optional<ProcessIdentity> consumer) {
    /**
     * @throws CorruptQueueException when it is no queue, or damaged
     * @throws dev.mitosis.platform.OsException when it cannot be opened
     */
    public static QueueInspection of(Path path) {
        try (SharedFile file = SharedFile.open(path)) {
            QueueHeader.checkSize(file.size());
            try (MappedRegion region = file.map()) {
                QueueHeader header = QueueHeader.readFrom(region);
                ParticipantTable table =
                        new ParticipantTable(region, QueueLayout.PARTICIPANTS_OFFSET, QueueLayout.ENTRIES);
                return new QueueInspection(
                        path,
                        header.capacity(),
                        table.holder(QueueLayout.PRODUCER_ENTRY),
                        table.holder(QueueLayout.CONSUMER_ENTRY));
            }
        }
    }

    /** Whether a living process has one of its places. */
    public boolean isInUse() {
        return producer.filter(ProcessIdentity::isAlive).isPresent()
                || consumer.filter(ProcessIdentity::isAlive).isPresent();
    }

    /** Whether nobody uses it, and somebody has died with it open instead of leaving it. */
    public boolean isLeftByTheDead() {
        return !isInUse() && (producer.isPresent() || consumer.isPresent());
    }
}
