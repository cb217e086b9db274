package dev.mitosis.shared;

import dev.mitosis.participant.PeerDiedException;

/** Tells one wait of the deaths that this process has not been told of; each of the waits that it is in at that time. */
final class Deaths {
    private final Seats seats;
    private final long before;

    /** At the wait's beginning. */
    Deaths(Seats seats) {
        this.seats = seats;
        seats.mine();
        this.before = seats.told();
    }

    /** @throws PeerDiedException when a process that uses the object has died */
    void look() {
        seats.buryTheDead();
        throwIfAny();
    }

    /** @throws PeerDiedException when it was noticed that a process has died */
    void throwIfAny() {
        long now = seats.deaths();
        if (now != before) {
            seats.noteTold(now);
            throw new PeerDiedException("process", seats.lastDead().orElseThrow());
        }
    }
}
