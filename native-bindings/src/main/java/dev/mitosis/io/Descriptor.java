package dev.mitosis.io;

import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.raw.Fcntl;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.Unistd;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import jnr.constants.platform.Errno;
import jnr.constants.platform.OpenFlags;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * A file descriptor that is closed once. Closing again is harmless; using it afterwards is an
 * {@link IllegalStateException}. Thread-safe, except that closing it while another thread is inside a call on it leaves
 * that call with whatever the number means next.
 */
public final class Descriptor implements AutoCloseable {
    private static final Unistd UNISTD = LibC.load(Unistd.class);
    private static final int CLOSED = -1;
    /** Less what the umask takes away. */
    private static final int READ_AND_WRITE = 0666;

    private final AtomicInteger number;

    private Descriptor(int number) {
        this.number = new AtomicInteger(number);
    }

    /** Takes over an open descriptor, to be closed by the new object. */
    public static Descriptor of(int number) {
        if (number < 0) {
            throw new IllegalArgumentException("a descriptor is not negative, number=" + number);
        }
        return new Descriptor(number);
    }

    /**
     * Opens a file for output, made if it was not there.
     *
     * @param append whether to write behind what is there, rather than in its place
     * @throws OsException ENOENT, EACCES and so on, when that is not possible
     */
    public static Descriptor forOutput(Path file, boolean append) {
        Capability.FORK.require();
        int how = OpenFlags.O_WRONLY.intValue()
                | OpenFlags.O_CREAT.intValue()
                | OpenFlags.O_CLOEXEC.intValue()
                | (append ? OpenFlags.O_APPEND : OpenFlags.O_TRUNC).intValue();
        return of((int) OsException.check(
                "open", LibC.load(Fcntl.class).open(file.toString(), how, READ_AND_WRITE), file, "O_WRONLY"));
    }

    /** Makes another number of this process's mean the same, and no longer what it did; by dup3(2). */
    public void takePlaceOf(int other) {
        OsException.check("dup3", UNISTD.dup3(number(), other, 0), number(), other);
    }

    /**
     * @throws IllegalStateException when it is closed
     */
    public int number() {
        int open = number.get();
        if (open == CLOSED) {
            throw new IllegalStateException("the descriptor is closed");
        }
        return open;
    }

    /**
     * Reads into the buffer's remaining space; blocks until there is something, unless the descriptor says otherwise.
     *
     * @param buffer a direct buffer that is not read-only
     * @return the bytes read; -1 at the end of the file, or when every writer of a pipe is gone
     */
    public int read(ByteBuffer buffer) {
        if (buffer.isReadOnly()) {
            throw new ReadOnlyBufferException();
        }
        Pointer memory = direct(buffer);
        int wanted = buffer.remaining();
        long count = uninterrupted(
                "read", wanted, () -> UNISTD.read(number(), memory.address() + buffer.position(), wanted));
        buffer.position(buffer.position() + (int) count);
        return count == 0 && wanted > 0 ? -1 : (int) count;
    }

    /**
     * Writes what remains in the buffer, or as much of it as fits; blocks until something does, unless the descriptor
     * says otherwise.
     *
     * @param buffer a direct buffer
     * @return the bytes written
     * @throws OsException EPIPE when every reader of a pipe is gone
     */
    public int write(ByteBuffer buffer) {
        Pointer memory = direct(buffer);
        int wanted = buffer.remaining();
        long count = uninterrupted(
                "write", wanted, () -> UNISTD.write(number(), memory.address() + buffer.position(), wanted));
        buffer.position(buffer.position() + (int) count);
        return (int) count;
    }

    @Override
    public void close() {
        int open = number.getAndSet(CLOSED);
        if (open != CLOSED) {
            OsException.check("close", UNISTD.close(open), open);
        }
    }

    @Override
    public String toString() {
        return "descriptor " + number.get();
    }

    private interface Transfer {
        long run();
    }

    private long uninterrupted(String call, int length, Transfer transfer) {
        long count;
        do {
            count = transfer.run();
        } while (count == -1 && LibC.errno() == Errno.EINTR.intValue());
        return OsException.check(call, count, number(), length);
    }

    private static Pointer direct(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("the kernel reads and writes direct buffers only, buffer=" + buffer);
        }
        return Pointer.wrap(Runtime.getSystemRuntime(), buffer.duplicate().clear());
    }
}
