package dev.mitosis.ipc;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what a {@link ForkServer} is to have ready for its children, and starts it. Not thread-safe. */
public final class ForkServerBuilder {
    private final List<String> preloaded = new ArrayList<>();
    private final List<String> jvmFlags = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Body<?> initialiser;
    private Path directory;

    ForkServerBuilder() {}

    /** Names classes to be loaded and initialised before the first fork. */
    public ForkServerBuilder preload(String... classNames) {
        preloaded.addAll(List.of(classNames));
        return this;
    }

    /**
     * Runs once in the server's JVM, after the classes are loaded: what it leaves in static fields, each child has. It is
     * serialised on its way there. Threads that it starts stand still in the children.
     */
    public ForkServerBuilder initialiser(Body<?> newInitialiser) {
        initialiser = newInitialiser;
        return this;
    }

    /** Flags for its JVM, and so for the children, behind those of this one. */
    public ForkServerBuilder jvmFlags(String... flags) {
        jvmFlags.addAll(List.of(flags));
        return this;
    }

    /** Adds to its environment, which the children inherit. */
    public ForkServerBuilder environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** The directory to work in, also for the children. */
    public ForkServerBuilder directory(Path newDirectory) {
        directory = newDirectory;
        return this;
    }

    /**
     * Starts it; returns when the initialiser has returned.
     *
     * @throws IllegalArgumentException when the initialiser cannot be serialised: the message names what holds it up
     * @throws UncheckedIOException when there was no new JVM, or a class could not be loaded there, or the initialiser threw:
     *     the message says what
     * @throws UnsupportedOperationException where {@link StartMethod#FORKSERVER} is missing
     */
    public ForkServer start() {
        StartMethod.FORKSERVER.require();
        ForkServer server = new ForkServer(settings());
        try {
            server.ensureRunning();
        } catch (NotSerializableException refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a fork server", e);
        }
        return server;
    }

    ForkServerSettings settings() {
        return new ForkServerSettings(
                List.copyOf(preloaded),
                Optional.ofNullable(initialiser),
                List.copyOf(jvmFlags),
                Map.copyOf(environment),
                Optional.ofNullable(directory));
    }
}
