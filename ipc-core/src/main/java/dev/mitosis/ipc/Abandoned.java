package dev.mitosis.ipc;

import dev.mitosis.memory.SharedDirectory;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** What parents have left that were killed, or that never joined their children: the next one removes it. */
final class Abandoned {
    private static final List<String> PURPOSES =
            List.of(BodyWork.REQUEST, BodyWork.ANSWER, FamilyRoll.PURPOSE, ArchiveMaker.LIST);
    private static final AtomicBoolean HAS_REMOVED = new AtomicBoolean();

    private Abandoned() {}

    /** Does so at the first call in this process, or in the one that it is a fork of. */
    static void removeOnce() {
        if (!HAS_REMOVED.getAndSet(true)) {
            PURPOSES.forEach(SharedDirectory.ofThisUser()::removeAbandoned);
        }
    }
}
