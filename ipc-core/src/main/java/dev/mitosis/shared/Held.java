package dev.mitosis.shared;

/** A {@link RobustLock} as long as the calling thread has it; closing it gives the lock back. */
public final class Held implements AutoCloseable {
    private final RobustLock lock;

    Held(RobustLock lock) {
        this.lock = lock;
    }

    /** Whether who had the lock last died with it, and nobody has put that in order yet. */
    public boolean previousOwnerDied() {
        return lock.isAfterDeath();
    }

    /** Says that what the lock protects is in order again. */
    public void markConsistent() {
        lock.markConsistent();
    }

    /** Gives the lock back. After its owner's death, and not marked consistent, it is lost for good. */
    @Override
    public void close() {
        lock.unlock();
    }
}
