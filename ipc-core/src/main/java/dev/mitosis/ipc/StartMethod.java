package dev.mitosis.ipc;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.platform.Capability;
import dev.mitosis.process.Processes;
import java.io.IOException;

/** How a child process comes to be. */
public enum StartMethod {
    /**
     * A live fork of this JVM: {@link LiveFork} says what is copied and what stands still. The child runs the body, and
     * ends without this JVM's shutdown hooks. Nothing is serialised on the way in.
     */
    FORK {
        @Override
        Started start(ChildSettings settings, Work work) {
            settings.checkForFork();
            int parent = Processes.getpid();
            return ForkedProcess.start(() -> runForked(settings, work, parent));
        }

        @Override
        public String missingBecause() {
            String missing = LiveFork.missingBecause();
            return missing.isEmpty() ? Capability.PIDFD.missingBecause() : missing;
        }
    },
    /** A new JVM with this one's class path and flags, by {@link ProcessBuilder}. Works everywhere. */
    SPAWN {
        @Override
        Started start(ChildSettings settings, Work work) throws IOException {
            return new SpawnedProcess(settings.spawning(work.arguments()).start());
        }

        @Override
        public String missingBecause() {
            return "";
        }
    };

    /** FORK where it can be had, else SPAWN. */
    public static StartMethod preferred() {
        return FORK.missingBecause().isEmpty() ? FORK : SPAWN;
    }

    abstract Started start(ChildSettings settings, Work work) throws IOException;

    /** Why this JVM or its platform lacks it; empty when it does not. */
    public abstract String missingBecause();

    private static int runForked(ChildSettings settings, Work work, int parent) {
        if (!settings.outlivesParent()) {
            ParentWatch.start(parent);
        }
        try {
            return work.run();
        } catch (Exception e) {
            throw new IllegalStateException("the child failed: " + work, e);
        }
    }
}
