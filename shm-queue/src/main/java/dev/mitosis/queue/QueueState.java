package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.words.Words;

/** Whether the queue is open or was shut down, for all processes. */
final class QueueState {
    private final MappedRegion region;
    private final long state;
    private final Places places;
    private final String name;

    QueueState(MappedRegion region, Places places, String name) {
        this.region = region;
        this.state = region.address() + QueueLayout.STATE_OFFSET;
        this.places = places;
        this.name = name;
    }

    boolean isShutDown() {
        return Words.getAcquire(state) != QueueLayout.STATE_OPEN;
    }

    void shutDown() {
        if (region.isClosed()) {
            throw new IllegalStateException("the queue is closed in this process, queue=" + name);
        }
        Words.setRelease(state, QueueLayout.STATE_SHUT_DOWN);
        places.ringAll();
    }

    void throwIfShutDown() {
        if (isShutDown()) {
            throw new QueueClosedException(name);
        }
    }
}
