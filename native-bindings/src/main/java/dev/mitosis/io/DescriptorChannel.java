package dev.mitosis.io;

import dev.mitosis.platform.OsException;
import dev.mitosis.process.Processes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.spi.AbstractInterruptibleChannel;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A pipe's or socket's end as a channel that blocks. As with all channels that can be interrupted, an interrupt closes it, and so ends the
 * waits of all threads. A forked child that inherits it has the same end, open until both have closed it or ended.
 *
 * <p>Thread-safe; reads wait for each other, and so do writes. Another process that reads from the same end may take what this one is
 * about to read.
 */
public sealed class DescriptorChannel extends AbstractInterruptibleChannel implements ByteChannel
        permits SocketPair.End {
    private static final Duration FOR_EVER = Duration.ofDays(20);
    private static final int COPIED_BYTES = 1 << 16;
    /** What has room in a pipe that can be written to: PIPE_BUF. */
    private static final int CERTAIN_BYTES = 1 << 12;

    private final Descriptor descriptor;
    private final boolean isReadable;
    private final boolean isWritable;
    /** No monitors, whose owners a live fork waits for. */
    private final Lock readLock = new ReentrantLock();

    private final Lock writeLock = new ReentrantLock();
    /** One for being open, and one for each call that is under way. The last one closes the descriptor. */
    private final AtomicInteger users = new AtomicInteger(1);

    private final Set<Wait> waits = ConcurrentHashMap.newKeySet();

    /** What wakes one who waits now, in this process: a forked child inherits what its parent waits for. */
    private record Wait(PipeEnds ends, int process) {}

    DescriptorChannel(Descriptor descriptor, boolean isReadable, boolean isWritable) {
        this.descriptor = descriptor;
        this.isReadable = isReadable;
        this.isWritable = isWritable;
    }

    /** To be handed to system calls while this channel is open. */
    public final Descriptor descriptor() {
        return descriptor;
    }

    /**
     * Waits until there is something to read.
     *
     * @return the bytes read; -1 when every writer, in every process, has closed its end or died
     */
    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!isReadable) {
            throw new NonReadableChannelException();
        }
        return locked(readLock, () -> waiting(false, () -> readNow(target)));
    }

    /**
     * Writes all of it, waiting for room.
     *
     * @throws IOException EPIPE when every reader is gone
     */
    @Override
    public int write(ByteBuffer source) throws IOException {
        if (!isWritable) {
            throw new NonWritableChannelException();
        }
        return locked(writeLock, () -> {
            int written = 0;
            while (source.hasRemaining()) {
                written += waiting(true, () -> writeNow(source));
            }
            return written;
        });
    }

    /** Reads, or whatever else has its place among what is read, without others meanwhile. */
    final <T> T reading(Transfer<T> transfer) throws IOException {
        return locked(readLock, transfer);
    }

    /** The same for writing. */
    final <T> T writing(Transfer<T> transfer) throws IOException {
        return locked(writeLock, transfer);
    }

    private <T> T locked(Lock lock, Transfer<T> transfer) throws IOException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
        lock.lock();
        try {
            return transfer.run();
        } finally {
            lock.unlock();
        }
    }

    /** A call that does not wait, as it is made when there is something to do. */
    interface Transfer<T> {
        T run() throws IOException;
    }

    /** Makes the call once the descriptor is ready for it. */
    final <T> T waiting(boolean toWrite, Transfer<T> transfer) throws IOException {
        boolean isDone = false;
        begin();
        try {
            T result = using(() -> {
                awaitReady(toWrite);
                return transfer.run();
            });
            isDone = true;
            return result;
        } catch (OsException refused) {
            throw new IOException(refused.getMessage(), refused);
        } finally {
            end(isDone);
        }
    }

    private void awaitReady(boolean toWrite) throws IOException {
        try (PipeEnds wake = PipeEnds.open()) {
            Wait wait = new Wait(wake, Processes.getpid());
            waits.add(wait);
            try {
                if (!isOpen()) {
                    throw new ClosedChannelException();
                }
                List<Descriptor> ready = List.of();
                while (ready.isEmpty()) {
                    ready = toWrite
                            ? Poll.writable(descriptor, wake.reader(), FOR_EVER)
                            : Poll.readable(List.of(descriptor, wake.reader()), FOR_EVER);
                }
                if (!isOpen()) {
                    throw new ClosedChannelException();
                }
            } finally {
                waits.remove(wait);
            }
        }
    }

    private int readNow(ByteBuffer target) {
        if (target.isDirect()) {
            return descriptor.read(target);
        }
        ByteBuffer copy = ByteBuffer.allocateDirect(Math.min(target.remaining(), COPIED_BYTES));
        int count = descriptor.read(copy);
        target.put(copy.flip());
        return count;
    }

    private int writeNow(ByteBuffer source) {
        int count = Math.min(source.remaining(), mostAtOnce());
        ByteBuffer part = source.slice(source.position(), count);
        if (!part.isDirect()) {
            part = ByteBuffer.allocateDirect(count).put(part).flip();
        }
        int written = writePart(part);
        source.position(source.position() + written);
        return written;
    }

    /** How many bytes {@link #writePart} may be asked to write. */
    int mostAtOnce() {
        return CERTAIN_BYTES;
    }

    /** Writes some of it without waiting. */
    int writePart(ByteBuffer part) {
        return descriptor.write(part);
    }

    @Override
    protected final void implCloseChannel() {
        int self = Processes.getpid();
        waits.stream().filter(wait -> wait.process() == self).forEach(DescriptorChannel::wake);
        leave();
    }

    /** Who is in a call keeps the number from meaning something else. */
    private <T> T using(Transfer<T> call) throws IOException {
        if (users.getAndUpdate(count -> count == 0 ? 0 : count + 1) == 0) {
            throw new ClosedChannelException();
        }
        try {
            return call.run();
        } finally {
            leave();
        }
    }

    private void leave() {
        if (users.decrementAndGet() == 0) {
            descriptor.close();
        }
    }

    private static void wake(Wait wait) {
        try {
            wait.ends().writer().write(ByteBuffer.allocateDirect(1));
        } catch (IllegalStateException | OsException isOver) {
            // The wait has ended by itself.
        }
    }
}
