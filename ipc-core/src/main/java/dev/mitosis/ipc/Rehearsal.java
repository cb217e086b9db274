package dev.mitosis.ipc;

import java.io.IOException;
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
        Ties.LOOSE.bind();
        BodyWork work = new BodyWork(() -> 0);
        work.prepareForFork(OutcomeSlots.unnamed());
        work.run();
        work.outcome();
    }
}
