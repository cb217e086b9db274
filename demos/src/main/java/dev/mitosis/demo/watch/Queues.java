package dev.mitosis.demo.watch;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.platform.OsException;
import dev.mitosis.queue.CorruptQueueException;
import dev.mitosis.queue.QueueInspection;
import dev.mitosis.shared.SharedInspection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at queues: those with a name, of this user, or those in given files. */
public final class Queues {
    private final List<Path> given;

    /**
     * @param given files; shared objects of other kinds are left out. All named queues when there are none
     */
    public Queues(List<Path> given) {
        this.given = List.copyOf(given);
    }

    /**
     * @throws CorruptQueueException when a given file is no queue's
     * @throws OsException when a given file cannot be opened
     */
    public List<QueueInspection> look() {
        if (!given.isEmpty()) {
            return given.stream()
                    .filter(path -> !SharedInspection.isShared(path))
                    .map(QueueInspection::of)
                    .toList();
        }
        List<QueueInspection> found = new ArrayList<>();
        for (Path path : SharedDirectory.ofThisUser().files()) {
            try {
                found.add(QueueInspection.of(path));
            } catch (CorruptQueueException | OsException | IllegalStateException notForUs) {
                // Something else, or gone just now.
            }
        }
        return found;
    }
}
