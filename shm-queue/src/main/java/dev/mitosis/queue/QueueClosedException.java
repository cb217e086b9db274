package dev.mitosis.queue;

import java.io.Serial;

/** The queue was shut down, by whichever process: all that was sent before has been received. */
public final class QueueClosedException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1L;

    QueueClosedException(String queue) {
        super("the queue was shut down, queue=" + queue);
    }
}
