package dev.mitosis.connection;

import dev.mitosis.participant.Sentinel;
import dev.mitosis.process.ProcessIdentity;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The children of this process that live now: to them is left what it gives up. */
final class Heirs {
    private Heirs() {}

    /** Runs something once they all have ended: now, when there are none; else on the sentinel's thread. */
    static void leave(Runnable whenAllHaveEnded) {
        List<ProcessIdentity> children = ProcessHandle.of(ProcessIdentity.ownPid())
                .orElseThrow()
                .children()
                .flatMap(child -> ProcessIdentity.of(child.pid()).stream())
                .toList();
        // One more than there are, so that nothing happens before all are watched.
        AtomicInteger left = new AtomicInteger(children.size() + 1);
        Runnable countDown = () -> {
            if (left.decrementAndGet() == 0) {
                whenAllHaveEnded.run();
            }
        };
        children.forEach(child -> Sentinel.watch(child, countDown));
        countDown.run();
    }
}
