package dev.mitosis.demo.watch;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.platform.OsException;
import dev.mitosis.shared.CorruptFileException;
import dev.mitosis.shared.SharedInspection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at locks, memory and the like: those with a name, of this user, or those in given files. */
public final class SharedObjects {
    private final List<Path> given;

    /**
     * @param given files; those that are nothing of this kind are left out. All named objects when there are none
     */
    public SharedObjects(List<Path> given) {
        this.given = List.copyOf(given);
    }

    /**
     * @throws CorruptFileException when a given file is damaged
     * @throws OsException when a given file cannot be opened
     */
    public List<SharedInspection> look() {
        if (!given.isEmpty()) {
            return given.stream()
                    .filter(SharedInspection::isShared)
                    .map(SharedInspection::of)
                    .toList();
        }
        List<SharedInspection> found = new ArrayList<>();
        for (Path path : SharedDirectory.ofThisUser().files()) {
            try {
                found.add(SharedInspection.of(path));
            } catch (CorruptFileException | OsException | IllegalStateException notForUs) {
                // Something else, or gone just now.
            }
        }
        return found;
    }
}
