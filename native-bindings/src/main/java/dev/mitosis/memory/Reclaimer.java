package dev.mitosis.memory;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives back what nobody can reach any more. It has no thread for that, as a {@link java.lang.ref.Cleaner} has: a forked child
 * would be without it, and each fork would have to stop it. So what was found to be garbage goes when the next region, buffer or file is asked for.
 */
final class Reclaimer extends PhantomReference<Object> {
    private static final ReferenceQueue<Object> GARBAGE = new ReferenceQueue<>();
    private static final Set<Reclaimer> ALL = ConcurrentHashMap.newKeySet();

    private final Runnable giveBack;

    private Reclaimer(Object owner, Runnable giveBack) {
        super(owner, GARBAGE);
        this.giveBack = giveBack;
    }

    /** Runs {@code giveBack} once nothing can reach {@code owner}, which it must not reach itself. */
    static void whenUnreachable(Object owner, Runnable giveBack) {
        ALL.add(new Reclaimer(owner, giveBack));
    }

    /** For those who are about to take what there may be no more of. */
    static void giveBackGarbage() {
        for (Reference<?> garbage; (garbage = GARBAGE.poll()) != null; ) {
            ((Reclaimer) garbage).run();
        }
    }

    /** Who happens to run it has nothing to do with a failure. */
    private void run() {
        ALL.remove(this);
        try {
            giveBack.run();
        } catch (RuntimeException | Error notGivenBack) {
            // as it would be if it were never found to be garbage
        }
    }
}
