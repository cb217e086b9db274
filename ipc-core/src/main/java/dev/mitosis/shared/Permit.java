package dev.mitosis.shared;

/** A permit of a {@link SharedSemaphore}, until it is closed. Not thread-safe. */
public final class Permit implements AutoCloseable {
    private final SharedSemaphore semaphore;
    private boolean isClosed;

    Permit(SharedSemaphore semaphore) {
        this.semaphore = semaphore;
    }

    /** Releases it; closing twice is harmless. */
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            semaphore.release();
        }
    }
}
