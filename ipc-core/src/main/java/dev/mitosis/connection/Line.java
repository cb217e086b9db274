package dev.mitosis.connection;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.platform.Capability;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import dev.mitosis.queue.Role;

/** One direction of a pipe, as the ends of it that this process has share it. Thread-safe. */
final class Line {
    private final MessageQueue queue;
    private int users;

    private Line(MessageQueue queue, int users) {
        this.queue = queue;
        this.users = users;
    }

    /** A new one, for both ends. Where memory needs a name, the end that is closed last removes it. */
    static Line open(long capacity) {
        return new Line(
                (Capability.MEMFD.isAvailable()
                                ? MessageQueue.anonymous()
                                : MessageQueue.at(SharedDirectory.ofThisUser().temporary("pipe")))
                        .capacity(capacity)
                        .open(),
                2);
    }

    /** One that another process has open. */
    static Line byHandle(String handle) {
        return new Line(MessageQueue.byHandle(handle).openExisting(), 1);
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
        if (queue.isShutDown()) {
            queue.delete();
        } else {
            queue.shutDown();
        }
    }

    /** One end less that uses it here. */
    synchronized void release() {
        users--;
        if (users == 0) {
            queue.close();
        }
    }
}
