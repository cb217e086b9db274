package dev.mitosis.ipc;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.platform.Capability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** How a child process comes to be. */
public enum StartMethod {
    /**
     * A live fork of this JVM: {@link LiveFork} says what is copied and what stands still. The child runs the program, and
     * ends without this JVM's shutdown hooks; what throws ends it with code 1 and a stack trace on standard error.
     */
    FORK {
        @Override
        ChildProcess start(Class<? extends Program> program, List<String> arguments) {
            return ForkedProcess.start(() -> runForked(program, arguments));
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
        ChildProcess start(Class<? extends Program> program, List<String> arguments) {
            try {
                return new SpawnedProcess(JvmCommand.likeThisOne()
                        .running(SpawnedMain.class, SpawnedMain.arguments(program, arguments))
                        .inheritIO()
                        .start());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot start a new JVM for " + program.getName(), e);
            }
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

    abstract ChildProcess start(Class<? extends Program> program, List<String> arguments);

    /** Why this JVM or its platform lacks it; empty when it does not. */
    public abstract String missingBecause();

    private static int runForked(Class<? extends Program> program, List<String> arguments) {
        try {
            return program.getConstructor().newInstance().run(arguments);
        } catch (Exception e) {
            throw new IllegalStateException("the program failed, program=" + program.getName(), e);
        }
    }
}
