package dev.mitosis.ipc;

import dev.mitosis.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A second JVM of this process's, which has loaded what children need and then does nothing but fork: a zygote. Children made by
 * it start as fast as forked ones, and have nothing of this process's heap; they are this process's children.
 *
 * <pre>{@code
 * try (ForkServer server = ForkServer.builder().preload("app.Parser").start()) {
 *     ChildProcess<Tree> child = server.child().start(() -> Parser.parse(file));
 * }
 * }</pre>
 *
 * <p>It ends with this process, however that ends, and when it is closed; its children do not end with it. When it dies, the next
 * start makes a new one, and a start that was under way is repeated, unless its child was made already: so each body runs once.
 *
 * <p>Thread-safe: starts that come at once wait for each other, which interrupt does not end. Only the process that made it can
 * use it; a child that needs one makes its own.
 */
public final class ForkServer implements AutoCloseable {
    private static final AtomicReference<ForkServer> OF_THIS_PROCESS = new AtomicReference<>();

    private final ForkServerSettings settings;
    private final int owner = ProcessIdentity.ownPid();
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private Zygote zygote;
    private boolean closed;

    ForkServer(ForkServerSettings settings) {
        this.settings = settings;
    }

    /** For what it is to load, and how its JVM is to be. */
    public static ForkServerBuilder builder() {
        return new ForkServerBuilder();
    }

    /** The one for children that name none: made at the first start, with this JVM's class path and flags. */
    static ForkServer ofThisProcess() {
        return OF_THIS_PROCESS.updateAndGet(
                known -> known != null && known.isOwn() ? known : new ForkServer(new ForkServerBuilder().settings()));
    }

    /** For a child that this server makes. */
    public ChildBuilder child() {
        return ChildProcess.builder().forkServer(this);
    }

    /** The number of its JVM, which changes when that dies and is made anew. */
    public long pid() {
        oneAtATime.lock();
        try {
            return living().pid();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Makes the JVM if there is none; returns when it has done what {@link ForkServerBuilder} asked it to. */
    void ensureRunning() throws IOException {
        oneAtATime.lock();
        try {
            living();
        } finally {
            oneAtATime.unlock();
        }
    }

    /** Has a child made; its number. */
    int fork(ForkRequest request) throws IOException {
        byte[] bytes = request.toBytes();
        oneAtATime.lock();
        try {
            OptionalInt child = living().fork(bytes);
            if (child.isEmpty()) {
                child = living().fork(bytes);
            }
            return child.orElseThrow(() -> new IOException("the fork server died twice before it made the child"));
        } finally {
            oneAtATime.unlock();
        }
    }

    private Zygote living() throws IOException {
        if (!isOwn()) {
            throw new IllegalStateException("a fork server is of use to the process alone that made it, made by="
                    + owner + ", this process=" + ProcessIdentity.ownPid());
        }
        if (closed) {
            throw new IllegalStateException("the fork server is closed, " + settings);
        }
        if (zygote != null && !zygote.isAlive()) {
            zygote.close();
            zygote = null;
        }
        if (zygote == null) {
            zygote = Zygote.start(settings);
        }
        return zygote;
    }

    private boolean isOwn() {
        return owner == ProcessIdentity.ownPid();
    }

    /** Ends its JVM: its shutdown hooks have a second. The children that it has made live on. Again is harmless. */
    @Override
    public void close() {
        if (!isOwn()) {
            return;
        }
        oneAtATime.lock();
        try {
            closed = true;
            if (zygote != null) {
                zygote.close();
                zygote = null;
            }
        } finally {
            oneAtATime.unlock();
        }
    }
}
