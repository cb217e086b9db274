package dev.mitosis.ipc;

import dev.mitosis.process.Guard;
import dev.mitosis.process.Processes;
import java.io.Serializable;

/**
 * What ties a forked child to the process whose child it is.
 *
 * @param parent its pid
 * @param guard where the parent's guard is told of children; empty when there is none
 */
record Ties(int parent, boolean outlivesParent, String guard) implements Serializable {
    /** Of a child that this process is about to have made. */
    static Ties of(ChildSettings settings) {
        return new Ties(
                Processes.getpid(),
                settings.outlivesParent(),
                Family.ofThisProcess().guardAddress());
    }

    /**
     * The child's first act: sees to it that it ends with its parent. The parent tells the guard, too, but may be stopped before it
     * gets to that.
     */
    void bind() {
        if (!outlivesParent) {
            if (!guard.isEmpty()) {
                Guard.introduceTo(guard);
            }
            ParentWatch.start(parent);
        }
    }
}
