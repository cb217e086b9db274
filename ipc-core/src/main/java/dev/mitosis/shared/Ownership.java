package dev.mitosis.shared;

import dev.mitosis.words.Words;

/**
 * Who of this process has a lock, and how many times, which its words do not say. Only the owner changes that; a thread that does not
 * read its own name in {@code holder} is not the owner.
 */
final class Ownership {
    private final Segment segment;
    private final LockWords words;
    private final long owner;
    private final Line line;
    /** The name of the thread that used it last. Racy: it is immutable, and tells whose it is. */
    private Claim claim = Claim.NOBODY;

    private Claim holder = Claim.NOBODY;
    /** How many times the owner has taken it. */
    private int holds;
    /** Null when it has signalled nothing. */
    private Signal signalled;

    Ownership(Segment segment) {
        this.segment = segment;
        this.words = segment.lock();
        this.owner = words.owner();
        this.line = words.line();
    }

    boolean isMine() {
        return holder.isMine();
    }

    /** How many times the owner has taken it. */
    int holds() {
        return holds;
    }

    /** Takes it if it is free and goes to whoever comes first. */
    boolean takeAtOnce() {
        Claim own = claim;
        if (own.isMine() && line.hasNoHeir() && Words.compareAndSet(owner, OwnerWord.NOBODY, own.word())) {
            have(own, 1);
            return true;
        }
        return false;
    }

    /** Once more, by the owner. */
    void takeAgain() {
        holds++;
    }

    /** Takes it if it is free, or its owner is dead. */
    boolean takeNow() {
        Claim mine = claim();
        return words.takeNow(mine) && have(mine, 1);
    }

    /** Waits for it; false when the time is over. */
    boolean await(long nanos) throws InterruptedException {
        Claim mine = claim();
        return words.await(mine, nanos, true) && have(mine, 1);
    }

    /** Waits for it, to have it so many times. */
    void awaitUninterruptibly(int times) {
        Claim mine = claim();
        words.awaitUninterruptibly(mine);
        have(mine, times);
    }

    /** Once less; whether that is all that the owner may do. */
    boolean giveBackOnce() {
        if (holds > 1) {
            holds--;
            return true;
        }
        return false;
    }

    /**
     * Gives it back wholly, and wakes who waits for it or was signalled.
     *
     * @param left what to say about the owner
     */
    void giveBack(long left) {
        Signal due = signalled;
        signalled = null;
        holder = Claim.NOBODY;
        Words.setRelease(owner, left);
        line.wakeNext();
        if (due != null) {
            due.send();
        }
    }

    /** Has those who wait there go on once the lock is given back: one at least, or all. */
    void signal(WaitingRoom room, int count) {
        if (room.change(count)) {
            signalled = new Signal(room, count, signalled);
        }
    }

    /** When the lock is closed in this process. */
    void forget() {
        claim = Claim.NOBODY;
    }

    private boolean have(Claim own, int times) {
        holder = own;
        holds = times;
        return true;
    }

    private Claim claim() {
        segment.checkOpen();
        Claim mine = claim;
        if (!mine.isMine()) {
            mine = segment.seats().claim();
            claim = mine;
        }
        return mine;
    }
}
