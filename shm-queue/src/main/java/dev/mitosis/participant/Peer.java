package dev.mitosis.participant;

import dev.mitosis.process.ProcessIdentity;
import java.util.function.BooleanSupplier;

/**
 * The participant at the other end, as seen by one that waits for it: watched from the first wait on, so that an end that
 * never waits pays nothing. Used by the waiting thread; {@link #close()} is thread-safe.
 */
public final class Peer {
    private static final long NOBODY = 0;
    private static final Sentinel.Watch NO_WATCH = () -> {};

    private final ParticipantTable table;
    private final int entry;
    private final String role;
    private final Doorbell ownBell;
    private long watched = NOBODY;
    private Sentinel.Watch watch = NO_WATCH;
    private volatile long dead = NOBODY;
    private boolean closed;

    /**
     * @param entry the peer's
     * @param role what messages call it
     * @param ownBell wakes the waiting thread when the peer dies
     */
    public Peer(ParticipantTable table, int entry, String role, Doorbell ownBell) {
        this.table = table;
        this.entry = entry;
        this.role = role;
        this.ownBell = ownBell;
    }

    /** Whether there is something new about the peer: it came, went or died since the last {@link #throwIfDead}. */
    public boolean hasChanged() {
        return dead != NOBODY || table.identity(entry) != watched;
    }

    /**
     * Says once that the peer has died, when what is waited for did not come before. Then its place is free.
     *
     * @throws PeerDiedException that
     */
    public void throwIfDead(BooleanSupplier ready) {
        // Read before the holder: who had left its place before it ended is not missed.
        long gone = dead;
        long holder = table.identity(entry);
        if (holder != watched) {
            watch(holder);
            gone = dead;
        }
        if (gone != NOBODY && !ready.getAsBoolean()) {
            ProcessIdentity identity = ProcessIdentity.ofWord(gone).orElseThrow();
            table.release(entry, identity);
            watch(NOBODY);
            throw new PeerDiedException(role, identity);
        }
    }

    /** Stops watching, for good. */
    public synchronized void close() {
        watch(NOBODY);
        closed = true;
    }

    private synchronized void watch(long holder) {
        if (closed) {
            return;
        }
        watch.close();
        dead = NOBODY;
        watched = holder;
        watch = NO_WATCH;
        try {
            watch = ProcessIdentity.ofWord(holder)
                    .map(identity -> Sentinel.watch(identity, () -> die(holder)))
                    .orElse(NO_WATCH);
        } catch (RuntimeException unwatched) {
            watched = NOBODY;
            throw unwatched;
        }
    }

    /** On the sentinel's thread. */
    private void die(long holder) {
        synchronized (this) {
            if (watched != holder) {
                return;
            }
            dead = holder;
        }
        ownBell.wake();
    }
}
