package dev.mitosis.connection;

import dev.mitosis.participant.Sentinel;
import dev.mitosis.process.Helpers;
import dev.mitosis.process.ProcessIdentity;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The children of this process that live when it gives something up: to them it is left. When the first of them has ended, a thread
 * looks until it is known whether one of the others can still want it.
 */
final class Heirs {
    private static final long LOOK_NANOS = 50_000_000;

    private final List<ProcessIdentity> children;
    private final Predicate<ProcessIdentity> cannotWantIt;
    private final AtomicBoolean isLooking = new AtomicBoolean();
    private final Runnable whenNobodyIsLeft;

    private Heirs(Predicate<ProcessIdentity> cannotWantIt, Runnable whenNobodyIsLeft) {
        this.children = ProcessHandle.of(ProcessIdentity.ownPid())
                .orElseThrow()
                .children()
                .flatMap(child -> ProcessIdentity.of(child.pid()).stream())
                .filter(child -> !Helpers.contains(child))
                .toList();
        this.cannotWantIt = cannotWantIt;
        this.whenNobodyIsLeft = whenNobodyIsLeft;
    }

    /**
     * Runs something once no child is left that could want what is given up: now, or later on a thread of its own.
     *
     * @param isTaken whether this process has taken it, and lives
     * @param cannotWantIt which process has what excludes that it takes this
     */
    static void leave(
            Predicate<ProcessIdentity> isTaken, Predicate<ProcessIdentity> cannotWantIt, Runnable whenNobodyIsLeft) {
        Heirs heirs = new Heirs(cannotWantIt, whenNobodyIsLeft);
        if (heirs.children.isEmpty()) {
            whenNobodyIsLeft.run();
        } else {
            heirs.children.forEach(child -> Sentinel.watch(child, () -> heirs.look(isTaken)));
        }
    }

    private void look(Predicate<ProcessIdentity> isTaken) {
        if (!isLooking.getAndSet(true)) {
            Thread thread = new Thread(() -> lookOnAndOn(isTaken), "mitosis-heirs");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void lookOnAndOn(Predicate<ProcessIdentity> isTaken) {
        while (true) {
            List<ProcessIdentity> living =
                    children.stream().filter(ProcessIdentity::isAlive).toList();
            if (living.stream().allMatch(cannotWantIt) || living.stream().anyMatch(isTaken)) {
                whenNobodyIsLeft.run();
                return;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
