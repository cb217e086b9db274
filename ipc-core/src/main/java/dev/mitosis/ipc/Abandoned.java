package dev.mitosis.ipc;

import dev.mitosis.memory.SharedDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** What parents have left that were killed, or that never joined their children: the next one removes it. */
final class Abandoned {
    private static final Set<String> PURPOSES =
            Set.of(BodyWork.REQUEST, BodyWork.ANSWER, FamilyRoll.PURPOSE, ArchiveMaker.LIST);
    private static final AtomicBoolean HAS_REMOVED = new AtomicBoolean();

    private Abandoned() {}

    /** Does so at the first call in this process, or in the one that it is a fork of. */
    static void removeOnce() {
        if (!HAS_REMOVED.getAndSet(true)) {
            for (Path file : SharedDirectory.ofThisUser().abandoned()) {
                String name = file.getFileName().toString();
                if (PURPOSES.stream().anyMatch(purpose -> name.startsWith("." + purpose + "."))) {
                    remove(file);
                }
            }
        }
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove what a dead process left, " + file, e);
        }
    }
}
