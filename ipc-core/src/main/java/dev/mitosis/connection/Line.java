package dev.mitosis.connection;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.platform.Capability;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import dev.mitosis.queue.QueueBuilder;
import dev.mitosis.queue.Role;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** One direction of a pipe, as the ends of it that this process has share it. Thread-safe. */
final class Line {
    /** In the names of files. */
    static final String PURPOSE = "pipe";

    private static final AtomicBoolean HAS_REMOVED_OLD_NAMES = new AtomicBoolean();

    private final MessageQueue queue;
    /** The process that made it, if this is that, or a fork of it; else 0. */
    private final int maker;

    private int users;

    private Line(MessageQueue queue, int maker, int users) {
        this.queue = queue;
        this.maker = maker;
        this.users = users;
    }

    /** A new one, for both ends. */
    static Line open(long capacity) {
        return new Line(memory().capacity(capacity).open(), ProcessIdentity.ownPid(), 2);
    }

    private static QueueBuilder memory() {
        if (Capability.MEMFD.isAvailable()) {
            return MessageQueue.anonymous();
        }
        SharedDirectory directory = SharedDirectory.ofThisUser();
        if (!HAS_REMOVED_OLD_NAMES.getAndSet(true)) {
            directory.removeAbandoned(PURPOSE);
        }
        return MessageQueue.at(directory.temporary(PURPOSE));
    }

    /** One that another process has open. */
    static Line byHandle(String handle) {
        return new Line(MessageQueue.byHandle(handle).openExisting(), 0, 1);
    }

    boolean isMadeHere() {
        return maker == ProcessIdentity.ownPid();
    }

    String handle() {
        return queue.handle();
    }

    /**
     * @throws IllegalStateException when a living process sends already
     */
    Producer producer() {
        return queue.producer();
    }

    /**
     * @throws IllegalStateException when a living process receives already
     */
    Consumer consumer() {
        return queue.consumer();
    }

    /** Whether this process has the sending end, alive or not. */
    boolean isSentBy(ProcessIdentity process) {
        return queue.holders(Role.PRODUCER).contains(process);
    }

    /** Whether this process has the receiving end, alive or not. */
    boolean isReceivedBy(ProcessIdentity process) {
        return queue.holders(Role.CONSUMER).contains(process);
    }

    boolean isShutDown() {
        return queue.isShutDown();
    }

    /** What is in it can still be received. */
    void shutDown() {
        queue.shutDown();
    }

    /**
     * One end less that uses it here. Where memory needs a name, whoever made it removes that with the last end: by then each end is
     * given up, or a process has it for good, and with it the memory.
     */
    synchronized void release() {
        users--;
        if (users == 0) {
            queue.close();
            if (isMadeHere()) {
                deleteIfPossible();
            }
        }
    }

    private void deleteIfPossible() {
        try {
            queue.delete();
        } catch (UncheckedIOException isMapped) {
            return; // Windows keeps it as long as that is so; the next process that makes a pipe removes it
        }
    }
}
