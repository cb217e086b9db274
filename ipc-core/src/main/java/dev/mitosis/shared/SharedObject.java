package dev.mitosis.shared;

import dev.mitosis.process.ProcessIdentity;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.Optional;

/**
 * Something that several processes share, in a file or in memory without a name. A forked child has what its parent had open; a new
 * JVM is given it in the body that it runs, or by {@link #handle()}, or finds it by its name.
 *
 * <p>Thread-safe, and safe among processes.
 */
public abstract class SharedObject implements AutoCloseable, Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Segment segment;

    SharedObject(Segment segment) {
        this.segment = segment;
        if (segment.isNamed()) {
            segment.seats().mine();
        }
    }

    final Segment segment() {
        return segment;
    }

    /** The object's name, its path, or "anonymous". */
    public final String name() {
        return segment.name();
    }

    /**
     * A word by which other processes of this user find this object: {@link Shared#byHandle}. That of an anonymous one holds while
     * this process has it open.
     */
    public final String handle() {
        return segment.handle();
    }

    /** Who made it, living or not. */
    public final Optional<ProcessIdentity> creator() {
        return segment.header().maker();
    }

    /** Removes a named object's file. Who has it open goes on with it; who opens the name later gets a new one. */
    public final void delete() {
        segment.delete();
    }

    /**
     * Ends this process's use of it. What it holds stays held, until the process ends. One that is never closed keeps its place and its
     * memory until then. Closing twice is harmless; using it afterwards is an {@link IllegalStateException}, at least where it would have to wait.
     */
    @Override
    public void close() {
        segment.close();
    }

    @Override
    public String toString() {
        return segment.header().kind() + " " + name();
    }

    /** What becomes this object again in another process. */
    @Serial
    final Object writeReplace() {
        return ticket();
    }

    Object ticket() {
        return new Ticket(handle());
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException(
                "a shared object is sent as a ticket, class=" + getClass().getName());
    }
}
