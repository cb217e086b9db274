package dev.mitosis.shared;

import dev.mitosis.words.Words;

/**
 * A semaphore in shared memory. It must be known at every instant who holds how many, also of one that is killed while it takes some;
 * so a change is announced in the semaphore's word together with the new number of permits, by one compare-and-set:
 *
 * <pre>
 *    word = permits, seat, change      by compare-and-set from a settled word: the permits are taken, or given
 *    held[seat] + change               by that process alone, or who buries it
 *    word = permits                    settled (sync point settled)
 * </pre>
 *
 * It takes some nanoseconds to settle it, in which others wait. Who dies before that is buried, and its change is done to the end.
 */
final class Permits implements Part {
    private static final int SPINS = 200;

    private final Segment segment;
    private final long word;
    private final long wanted;
    private final int limit;
    private final boolean areReturned;
    private final Line line;

    Permits(Segment segment) {
        this.segment = segment;
        this.word = segment.address(SharedLayout.OWN_OFFSET);
        this.wanted = segment.address(SharedLayout.OWN_SECOND_OFFSET);
        this.limit = (int) segment.header().parameter();
        this.areReturned = segment.header().option() == PermitsOfTheDead.RETURN.code();
        this.line = new Line(segment, SharedLayout.OWN_LINE_OFFSET, false);
        segment.seats().add(this);
    }

    Line line() {
        return line;
    }

    int available() {
        return PermitWord.permits(Words.getAcquire(word));
    }

    /** Takes so many for this process if they are there and nobody is changing the word now. */
    synchronized boolean take(int count) {
        int seat = segment.seats().mine();
        long now = settled();
        return PermitWord.isSettled(now) && PermitWord.permits(now) >= count && change(now, seat, -count, count);
    }

    /** The heir says for how many it waits, so that it is not passed over while there are fewer. */
    void noteWanted(long heir, int count) {
        Words.setRelease(wanted, (heir << PermitWord.PERMIT_BITS) | count);
    }

    /** For how many this heir waits; 0 when it has not said so yet. */
    int wanted(long heir) {
        long said = Words.getAcquire(wanted);
        boolean isIts = said >>> PermitWord.PERMIT_BITS == (heir << PermitWord.PERMIT_BITS) >>> PermitWord.PERMIT_BITS;
        return isIts ? PermitWord.permits(said) : 0;
    }

    /**
     * Gives back so many: what this process holds, or more than that.
     *
     * @return false when there would be more than there can be
     */
    synchronized boolean give(int count) {
        return give(segment.seats().mine(), count);
    }

    private boolean give(int seat, int count) {
        while (true) {
            long now = settled();
            if (!PermitWord.isSettled(now)) {
                // Who was about to change it may be dead, or stopped.
                Thread.yield();
                segment.seats().buryTheDead();
            } else if (count > limit - PermitWord.permits(now)) {
                return false;
            } else if (change(now, seat, count, -Math.min(count, held(seat)))) {
                line.wakeNext();
                return true;
            }
        }
    }

    /** What processes held that have died, and was not returned. */
    int lost() {
        int lost = 0;
        for (int seat = 0; seat < segment.seats().used(); seat++) {
            lost += segment.seats().holder(seat).isEmpty() ? held(seat) : 0;
        }
        return lost;
    }

    /** Returns what {@link #lost} counts. */
    int returnLost() {
        int[] returned = new int[1];
        for (int seat = 0; seat < segment.seats().used(); seat++) {
            int at = seat;
            if (held(at) > 0) {
                segment.seats().whileTaken(at, () -> returned[0] += returnAll(at));
            }
        }
        return returned[0];
    }

    private int returnAll(int seat) {
        int held = held(seat);
        return held > 0 && give(seat, Math.min(held, limit - available())) ? held : 0;
    }

    private long settled() {
        long now = Words.getAcquire(word);
        for (int spin = 0; spin < SPINS && !PermitWord.isSettled(now); spin++) {
            Thread.onSpinWait();
            now = Words.getAcquire(word);
        }
        return now;
    }

    /** One change to a word that was settled; false when it is not the same any more. */
    private boolean change(long now, int seat, int permits, int held) {
        long before = Words.getAcquire(heldAddress(seat));
        long announced = PermitWord.changing(PermitWord.permits(now) + permits, seat, held, HeldPermits.turn(before));
        if (!Words.compareAndSet(word, now, announced)) {
            return false;
        }
        settle(announced, before);
        return true;
    }

    private void settle(long announced, long before) {
        Words.setRelease(
                heldAddress(PermitWord.seat(announced)), HeldPermits.changed(before, PermitWord.change(announced)));
        // sync point settled
        Words.setRelease(word, PermitWord.permits(announced));
    }

    private int held(int seat) {
        return HeldPermits.count(Words.getAcquire(heldAddress(seat)));
    }

    private long heldAddress(int seat) {
        return segment.seats().address(seat, SharedLayout.HELD);
    }

    /** Whoever does this has the seat for itself, so nobody else changes what it holds. */
    @Override
    public void bury(int seat, boolean died) {
        long now = Words.getAcquire(word);
        if (PermitWord.seat(now) == seat) {
            long held = Words.getAcquire(heldAddress(seat));
            if (HeldPermits.turn(held) == PermitWord.turn(now)) {
                settle(now, held);
            } else {
                Words.setRelease(word, PermitWord.permits(now));
            }
        }
        if (areReturned) {
            returnAll(seat);
        }
        line.bury(seat);
    }

    @Override
    public boolean isHeldBy(int seat) {
        return held(seat) != 0 || PermitWord.seat(Words.getAcquire(word)) == seat || line.names(seat);
    }

    @Override
    public void wakeAll() {
        line.wakeAll();
    }
}
