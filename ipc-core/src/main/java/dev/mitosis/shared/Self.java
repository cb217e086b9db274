package dev.mitosis.shared;

import dev.mitosis.fork.ForkHooks;
import dev.mitosis.platform.Capability;
import dev.mitosis.process.ThreadIdentity;
import dev.mitosis.sync.Membarrier;
import java.util.Optional;

/** This process and its threads, for those who name them in shared words. */
final class Self {
    private static final ThreadLocal<Named> NAMES = new ThreadLocal<>();
    private static final String VIRTUAL = "java.lang.VirtualThread";

    /** Raised by each fork, in the child before anything else goes on there: what was cached in the parent is the parent's. */
    private static int incarnation;

    static {
        ForkHooks.register(new ForkHooks.Hook() {
            @Override
            public void afterInChild() {
                incarnation++;
                takePartInBarriers();
            }
        });
        takePartInBarriers();
    }

    private Self() {}

    /** A number that a forked child does not have in common with its parent. */
    static int incarnation() {
        return incarnation;
    }

    /** The calling thread; empty where threads cannot be told apart from outside, as virtual ones. */
    static Optional<ThreadIdentity> thread() {
        Named named = NAMES.get();
        if (named == null || named.incarnation != incarnation) {
            boolean virtual = Thread.currentThread().getClass().getName().equals(VIRTUAL);
            named = new Named(incarnation, virtual ? Optional.empty() : ThreadIdentity.current());
            NAMES.set(named);
        }
        return named.identity;
    }

    private static void takePartInBarriers() {
        if (Capability.MEMBARRIER.isAvailable()) {
            Membarrier.register();
        }
    }

    private record Named(int incarnation, Optional<ThreadIdentity> identity) {}
}
