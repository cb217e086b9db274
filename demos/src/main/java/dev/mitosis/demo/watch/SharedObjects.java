package dev.mitosis.demo.watch;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.platform.OsException;
import dev.mitosis.shared.CorruptFileException;
import dev.mitosis.shared.SharedInspection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks at this user's named locks, memory and the like. */
public final class SharedObjects {
    private SharedObjects() {}

    public static List<SharedInspection> look() {
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
