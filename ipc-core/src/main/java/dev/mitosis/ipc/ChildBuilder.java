package dev.mitosis.ipc;

import dev.mitosis.process.Signal;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Says how children are to be started, and starts them, as many as wanted. Not thread-safe. */
public final class ChildBuilder {
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> jvmFlags = new ArrayList<>();
    private StartMethod method = StartMethod.preferred();
    private String name = "";
    private Family.Tie tie = Family.Tie.AWAITED;
    private Path directory;
    private Redirect output;
    private Redirect error;
    private ForkServer server;

    ChildBuilder() {}

    /** How to start it; {@link StartMethod#preferred()} if this is not called. */
    public ChildBuilder method(StartMethod newMethod) {
        method = Objects.requireNonNull(newMethod, "method");
        return this;
    }

    /** Has it made by this fork server, by {@link StartMethod#FORKSERVER}. */
    public ChildBuilder forkServer(ForkServer newServer) {
        server = Objects.requireNonNull(newServer, "server");
        return method(StartMethod.FORKSERVER);
    }

    /** For people: it stands in messages. "child-1", and so on, if this is not called. */
    public ChildBuilder name(String newName) {
        name = Objects.requireNonNull(newName, "name");
        return this;
    }

    /**
     * Lets this JVM end when its own threads have: then the child is ended. If this is not called, the JVM waits for the child,
     * as it does for a thread that is no daemon. {@code System.exit} and signals end both in any case.
     */
    public ChildBuilder daemon() {
        tie = Family.Tie.ENDED;
        return this;
    }

    /** Lets the child live on when this process ends. Else it ends within a second, however this process ended. */
    public ChildBuilder outlivesParent() {
        tie = Family.Tie.NONE;
        return this;
    }

    /** Adds to the environment, SPAWN only: a forked JVM has its parent's, or its fork server's. */
    public ChildBuilder environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** The directory to work in, SPAWN only. */
    public ChildBuilder directory(Path newDirectory) {
        directory = newDirectory;
        return this;
    }

    /** Flags for the new JVM, behind those of this one, SPAWN only. */
    public ChildBuilder jvmFlags(String... flags) {
        jvmFlags.addAll(List.of(flags));
        return this;
    }

    /** Where standard output goes: to a file, or to this process's, as it does if this is not called. */
    public ChildBuilder output(Redirect newOutput) {
        output = checked(newOutput);
        return this;
    }

    /** The same for standard error. */
    public ChildBuilder error(Redirect newError) {
        error = checked(newError);
        return this;
    }

    private static Redirect checked(Redirect to) {
        if (to.type() == Redirect.Type.PIPE || to.type() == Redirect.Type.READ) {
            throw new IllegalArgumentException(
                    "a child's output goes to a file or to this process's own, redirect=" + to);
        }
        return to;
    }

    /**
     * Starts a child that computes something.
     *
     * @throws IllegalArgumentException when the method cannot give it what was asked for, or the body cannot be serialised
     *     for a new JVM: the message names what holds it up
     * @throws UnsupportedOperationException when the platform lacks the method
     * @throws dev.mitosis.fork.LiveForkException when a fork was not made, and why
     * @throws UncheckedIOException when a new JVM could not be started, or the fork server could not fork: the message says why
     */
    public <T> ChildProcess<T> start(Body<T> body) {
        ChildSettings settings = settings();
        BodyWork work = new BodyWork(body);
        try {
            return new ChildProcess<>(settings.name(), method, start(settings, work), Optional.of(work));
        } catch (RuntimeException | Error failure) {
            work.discard();
            throw failure;
        }
    }

    /** Starts a child that runs a program: the same, but that it has no result, and nothing has to be serialised. */
    public ChildProcess<Void> start(Class<? extends Program> program, List<String> arguments) {
        ChildSettings settings = settings();
        Work work = new ProgramWork(program, List.copyOf(arguments));
        return new ChildProcess<>(settings.name(), method, start(settings, work), Optional.empty());
    }

    private Started start(ChildSettings settings, Work work) {
        method.require();
        try {
            Family family = Family.ofThisProcess();
            family.forgetEnded();
            Started started = method.start(settings, work);
            try {
                family.add(started, work::ended, settings.tie(), method, settings.name());
            } catch (RuntimeException | Error failure) {
                started.signal(Signal.SIGKILL);
                started.await();
                throw failure;
            }
            return started;
        } catch (NotSerializableException refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot start " + settings.name() + " by " + method + ": " + e.getMessage(), e);
        }
    }

    private ChildSettings settings() {
        return new ChildSettings(
                name.isEmpty() ? "child-" + STARTED.incrementAndGet() : name,
                tie,
                Map.copyOf(environment),
                Optional.ofNullable(directory),
                List.copyOf(jvmFlags),
                Optional.ofNullable(output),
                Optional.ofNullable(error),
                Optional.ofNullable(server));
    }
}
