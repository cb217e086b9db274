package dev.mitosis.ipc;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A child of this process, and what it computes.
 *
 * <pre>{@code
 * ChildProcess<Integer> child = ChildProcess.start(() -> 6 * 7);
 * int answer = child.result();
 * }</pre>
 *
 * <p>Thread-safe. Only the process that started it can use it, and not a child that has inherited it. One that has ended and is
 * never joined stays behind as a zombie until the next one is started.
 *
 * @param <T> of the result
 */
public final class ChildProcess<T> {
    private final String name;
    private final StartMethod method;
    private final Started started;
    private final Optional<BodyWork> body;

    ChildProcess(String name, StartMethod method, Started started, Optional<BodyWork> body) {
        this.name = name;
        this.method = method;
        this.started = started;
        this.body = body;
    }

    /** Starts a child by {@link StartMethod#preferred()}; see {@link ChildBuilder#start(Body)}. */
    public static <T> ChildProcess<T> start(Body<T> body) {
        return builder().start(body);
    }

    /** Starts a child that runs a program; see {@link ChildBuilder#start(Class, List)}. */
    public static ChildProcess<Void> start(
            StartMethod method, Class<? extends Program> program, List<String> arguments) {
        return builder().method(method).start(program, arguments);
    }

    /** For more to be said about how it is started. */
    public static ChildBuilder builder() {
        return new ChildBuilder();
    }

    public String name() {
        return name;
    }

    public StartMethod method() {
        return method;
    }

    public long pid() {
        return started.pid();
    }

    /** Whether it has not ended yet. Does not wait. */
    public boolean isAlive() {
        return started.status().isEmpty();
    }

    /**
     * Waits until the child ends, and says how: 0 when its body returned, 1 when that threw. A child that is killed ends at
     * once, and its status says by which signal. An interrupt ends the wait and leaves the child alone.
     */
    public ExitStatus join() throws InterruptedException {
        return join(Started.FOREVER).orElseThrow();
    }

    /** The same, but no longer than that: empty when the time is over. */
    public Optional<ExitStatus> join(Duration timeout) throws InterruptedException {
        Optional<ExitStatus> status = started.join(timeout.isNegative() ? Duration.ZERO : timeout);
        if (status.isPresent()) {
            body.ifPresent(BodyWork::outcome); // so that no file of it is left
        }
        return status;
    }

    /**
     * Waits until the child ends, and gives what its body returned; null for a program.
     *
     * @throws ExecutionException whose cause is what the body threw, with its stack trace there, or a {@link RemoteFailure}
     *     in its place; or {@link ChildDiedException} when it was killed or exited by itself
     */
    @SuppressWarnings("unchecked") // it is what the body of this type returned
    public T result() throws InterruptedException, ExecutionException {
        ExitStatus status = join();
        if (body.isEmpty()) {
            return null;
        }
        Optional<Outcome> left = body.get().outcome();
        if (left.isEmpty()) {
            throw new ExecutionException(new ChildDiedException(toString(), status));
        }
        return (T) left.get().get(toString());
    }

    /** Completes with the status once the child has ended. A thread of its own waits for that, until then. */
    public CompletableFuture<ExitStatus> onExit() {
        CompletableFuture<ExitStatus> exit = new CompletableFuture<>();
        Thread waiting = new Thread(() -> complete(exit), "mitosis-exit-of-" + name);
        waiting.setDaemon(true);
        waiting.start();
        return exit;
    }

    private void complete(CompletableFuture<ExitStatus> exit) {
        try {
            exit.complete(join());
        } catch (InterruptedException | RuntimeException e) {
            exit.completeExceptionally(e);
        }
    }

    /**
     * Asks it to end, by {@link Signal#SIGTERM}: a JVM runs its shutdown hooks and exits with code 143. On Windows, which has
     * no such thing, it is the same as {@link #kill()}. Like the next three, it does not wait, and does nothing when the child has ended.
     */
    public void terminate() {
        started.signal(Signal.SIGTERM);
    }

    /** Ends it at once, by {@link Signal#SIGKILL}. */
    public void kill() {
        started.signal(Signal.SIGKILL);
    }

    /**
     * Stops it where it is, by {@link Signal#SIGSTOP}, until {@link #resume()}.
     *
     * @throws UnsupportedOperationException on Windows
     */
    public void suspend() {
        started.signal(Signal.SIGSTOP);
    }

    /**
     * Lets it go on, by {@link Signal#SIGCONT}.
     *
     * @throws UnsupportedOperationException on Windows
     */
    public void resume() {
        started.signal(Signal.SIGCONT);
    }

    @Override
    public String toString() {
        return name + " (pid " + pid() + ", " + method + ")";
    }
}
