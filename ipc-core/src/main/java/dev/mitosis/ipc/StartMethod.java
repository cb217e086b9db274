package dev.mitosis.ipc;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.platform.Capability;
import java.io.IOException;

/** How a child process comes to be. */
public enum StartMethod {
    /**
     * A live fork of this JVM: {@link LiveFork} says what is copied and what stands still. The child runs the body, and
     * ends without this JVM's shutdown hooks. Nothing is serialised on the way in.
     */
    FORK {
        @Override
        Started start(ChildSettings settings, Work work) throws IOException {
            settings.refuseForForked("use SPAWN");
            Rehearsal.once();
            work.prepareForFork();
            return ForkedProcess.start(settings, work);
        }

        @Override
        public String missingBecause() {
            String missing = LiveFork.missingBecause();
            return missing.isEmpty() ? Capability.PIDFD.missingBecause() : missing;
        }
    },
    /**
     * A live fork of a second JVM that this process keeps for that, its {@link ForkServer}. The body is serialised on its way
     * there; the child has nothing of this process's heap.
     */
    FORKSERVER {
        @Override
        Started start(ChildSettings settings, Work work) throws IOException {
            settings.refuseForForked("give it to a ForkServer, or use SPAWN");
            work.prepareForFork();
            ForkServer server = settings.server().orElseGet(ForkServer::ofThisProcess);
            return ForkedProcess.adopt(server.fork(new ForkRequest(Ties.of(settings), settings.redirections(), work)));
        }

        @Override
        public String missingBecause() {
            String missing = FORK.missingBecause();
            return missing.isEmpty() ? Capability.MEMFD.missingBecause() : missing;
        }
    },
    /** A new JVM with this one's class path and flags, by {@link ProcessBuilder}. Works everywhere. */
    SPAWN {
        @Override
        Started start(ChildSettings settings, Work work) throws IOException {
            return new SpawnedProcess(settings.spawn(work.elsewhere().arguments()));
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

    /**
     * @throws UnsupportedOperationException where it is missing
     */
    void require() {
        String missing = missingBecause();
        if (!missing.isEmpty()) {
            throw new UnsupportedOperationException(this + " is not to be had here: " + missing);
        }
    }
}
