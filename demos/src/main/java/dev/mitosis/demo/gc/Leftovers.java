package dev.mitosis.demo.gc;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.platform.OsException;
import dev.mitosis.queue.CorruptQueueException;
import dev.mitosis.queue.QueueInspection;
import dev.mitosis.shared.CorruptFileException;
import dev.mitosis.shared.SharedInspection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds what dead processes have left in this user's directory of shared files. */
public final class Leftovers {
    public List<Leftover> find() {
        SharedDirectory directory = SharedDirectory.ofThisUser();
        List<Leftover> found = new ArrayList<>();
        for (Path path : directory.abandoned()) {
            found.add(new Leftover(path, "the process that had it for itself is dead"));
        }
        for (Path path : directory.files()) {
            if (isLeftByTheDead(path)) {
                found.add(new Leftover(path, "a queue whose processes died with it open"));
            } else if (isSharedObjectOfTheDead(path)) {
                found.add(new Leftover(path, "a shared object whose processes died with it open"));
            }
        }
        return found;
    }

    private static boolean isSharedObjectOfTheDead(Path path) {
        try {
            return SharedInspection.of(path).isLeftByTheDead();
        } catch (CorruptFileException | OsException | IllegalStateException notForUs) {
            return false;
        }
    }

    /** What is no queue, or damaged, or just gone, is left alone: somebody may want to look at it. */
    private static boolean isLeftByTheDead(Path path) {
        try {
            return QueueInspection.of(path).isLeftByTheDead();
        } catch (CorruptQueueException | OsException | IllegalStateException notForUs) {
            return false;
        }
    }
}
