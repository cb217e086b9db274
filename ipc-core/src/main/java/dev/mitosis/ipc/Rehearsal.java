package dev.mitosis.ipc;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.process.Guard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Does once, in a JVM that forks, what otherwise its children alone would do: classes and calls that are linked here, none of them
 * has to link, and copies no pages for it.
 */
final class Rehearsal {
    private static final AtomicBoolean DONE = new AtomicBoolean();

    private Rehearsal() {}

    static void once() throws IOException {
        if (DONE.getAndSet(true)) {
            return;
        }
        ParentWatch.rehearse();
        Guard.introduceTo("/dev/null");
        Path outcome = SharedDirectory.ofThisUser().temporary(BodyWork.ANSWER);
        try {
            BodyWork.run(() -> 0, outcome);
        } finally {
            Files.deleteIfExists(outcome);
        }
    }
}
