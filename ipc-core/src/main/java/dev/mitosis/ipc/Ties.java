package dev.mitosis.ipc;

import dev.mitosis.fork.ParentDeathSignal;
import dev.mitosis.process.Processes;

/**
 * What ties a forked child to the process whose child it is.
 *
 * @param parent its pid
 * @param guard where the parent's guard is told of children, its descriptor there; {@link #NO_GUARD} when there is none
 */
record Ties(int parent, boolean outlivesParent, int guard) {
    static final int NO_GUARD = 0;

    /** To nobody; to rehearse what a child does. */
    static final Ties LOOSE = new Ties(0, false, NO_GUARD);

    /** Of a child that this process is about to have made. */
    static Ties of(ChildSettings settings) {
        return new Ties(
                Processes.getpid(),
                settings.outlivesParent(),
                Family.ofThisProcess().guardDescriptor());
    }

    /**
     * The child's first act: sees to it that it ends with its parent. The parent tells the guard, too, but may be stopped before it
     * gets to that.
     */
    void bind() {
        if (!outlivesParent) {
            ParentDeathSignal.arm(parent, guard);
        }
    }
}
