package dev.mitosis.ipc;

import dev.mitosis.platform.Capability;
import dev.mitosis.process.PlainFork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;

/** How a child process comes to be. */
public enum StartMethod {
    /**
     * A fork of this JVM, which has only the forking thread: {@link PlainFork} says what such a child may do, and how
     * long it may live.
     */
    FORK {
        @Override
        ChildProcess start(Class<? extends Program> program, List<String> arguments) {
            return ChildProcess.of(PlainFork.start(() -> runForked(program, arguments), LONGEST_FORKED_LIFE));
        }

        @Override
        public String missingBecause() {
            return Capability.FORK.missingBecause();
        }
    },
    /** A new JVM with this one's class path and flags, by {@link ProcessBuilder}. Works everywhere. */
    SPAWN {
        @Override
        ChildProcess start(Class<? extends Program> program, List<String> arguments) {
            try {
                return ChildProcess.of(JvmCommand.likeThisOne()
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

    /** How long a forked child may live. */
    public static final Duration LONGEST_FORKED_LIFE = Duration.ofSeconds(30);

    /** FORK where it can be had, else SPAWN. */
    public static StartMethod preferred() {
        return FORK.missingBecause().isEmpty() ? FORK : SPAWN;
    }

    abstract ChildProcess start(Class<? extends Program> program, List<String> arguments);

    /** Why this platform lacks it; empty when it does not. */
    public abstract String missingBecause();

    private static int runForked(Class<? extends Program> program, List<String> arguments) {
        try {
            return program.getConstructor().newInstance().run(arguments);
        } catch (Exception e) {
            throw new IllegalStateException("the program failed, program=" + program.getName(), e);
        }
    }
}
