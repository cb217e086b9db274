package dev.mitosis.participant;

import dev.mitosis.process.ProcessIdentity;

/** Another participant, as seen by one that waits for it. Used by the waiting thread; {@link #close()} is thread-safe. */
final class Peer {
    private static final long NOBODY = 0;
    private static final Sentinel.Watch NO_WATCH = () -> {};

    private final ParticipantTable table;
    private final int entry;
    private final Doorbell ownBell;
    private long watched = NOBODY;
    /** As of the last look, those of which this one was told. */
    private long recoveries;

    private Sentinel.Watch watch = NO_WATCH;
    private volatile long dead = NOBODY;
    private boolean closed;

    /**
     * @param entry the peer's
     * @param ownBell wakes the waiting thread when the peer dies
     */
    Peer(ParticipantTable table, int entry, Doorbell ownBell) {
        this.table = table;
        this.entry = entry;
        this.ownBell = ownBell;
        this.recoveries = table.recoveries(entry);
    }

    /** Whether there is something new about the peer: it came, went or died since {@link #died} was last asked. */
    boolean hasChanged() {
        return dead != NOBODY || table.identity(entry) != watched || table.recoveries(entry) != recoveries;
    }

    /**
     * Who has died with the entry since it was last asked, if anybody has; watches whoever has the entry now.
     *
     * @return null when nobody has
     */
    ProcessIdentity died() {
        // Read before the holder: who had left its place before it ended is not missed.
        long gone = dead;
        long holder = table.identity(entry);
        long counted = table.recoveries(entry);
        if (holder != watched) {
            watch(holder);
            // Who had ended before it was watched may have left its place first.
            gone = table.identity(entry) == holder ? dead : NOBODY;
        }
        if (gone != NOBODY) {
            watch(NOBODY);
            return ProcessIdentity.ofWord(gone).orElseThrow();
        }
        if (counted != recoveries) {
            // Somebody else has noticed, and buried it.
            recoveries = counted;
            return table.lastDead(entry).orElse(null);
        }
        return null;
    }

    /** This one knows of all that have died so far. */
    void noteRecoveries() {
        recoveries = table.recoveries(entry);
    }

    /** Stops watching, for good. */
    synchronized void close() {
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
