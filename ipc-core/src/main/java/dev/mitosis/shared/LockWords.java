package dev.mitosis.shared;

import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.words.Words;
import java.util.Optional;

/**
 * A lock in shared memory.
 *
 * <pre>
 *    owner   who has it: see {@link OwnerWord}. The compare-and-set that writes a name there takes the lock.
 *    state   consistent; after an owner's death; or lost, since nobody put that in order. The owner's to write
 *    line    where they wait: see {@link Line}
 *
 *             lock                          owner dies                  lock: tells
 *    NOBODY ─────────► owner ─────────────────────────────► ABANDONED ─────────► owner, state = AFTER_DEATH
 *       ▲                │  whoever looks, by a compare-and-set                    │ markConsistent: CONSISTENT
 *       └────────────────┘  of exactly that owner's name                           │ unlock without it: LOST
 * </pre>
 */
final class LockWords implements Part {
    static final long CONSISTENT = 0;
    static final long AFTER_DEATH = 1;
    static final long LOST = 2;

    private static final long TRY_LOOK_NANOS = 1_000_000;

    private final Segment segment;
    private final long owner;
    private final long state;
    private final Line line;
    private long lastLook;

    LockWords(Segment segment) {
        this.segment = segment;
        this.owner = segment.address(SharedLayout.LOCK_OFFSET + SharedLayout.OWNER);
        this.state = segment.address(SharedLayout.LOCK_OFFSET + SharedLayout.STATE);
        this.line = new Line(
                segment,
                SharedLayout.LOCK_OFFSET + SharedLayout.LINE,
                segment.header().wakeByMembarrier());
        segment.seats().add(this);
    }

    long owner() {
        return owner;
    }

    long state() {
        return state;
    }

    Line line() {
        return line;
    }

    Optional<ProcessIdentity> ownerProcess() {
        int seat = OwnerWord.seat(Words.getAcquire(owner));
        return seat < 0 || seat >= SharedLayout.SEATS
                ? Optional.empty()
                : segment.seats().holder(seat);
    }

    /** Takes it if it is free, or its owner is dead. */
    boolean takeNow(Claim claim) {
        if (take(claim)) {
            return true;
        }
        long now = System.nanoTime();
        if (now - lastLook < TRY_LOOK_NANOS) {
            return false;
        }
        lastLook = now;
        look();
        return take(claim);
    }

    boolean await(Claim claim, long nanos, boolean interrupts) throws InterruptedException {
        return line.await(claim, nanos, new Turn(claim), interrupts);
    }

    void awaitUninterruptibly(Claim claim) {
        WaitingRoom.uninterrupted(() -> await(claim, WaitingRoom.FOR_EVER, false));
    }

    /** One thread's wait. */
    private final class Turn implements Line.Thing {
        private final Claim claim;

        Turn(Claim claim) {
            this.claim = claim;
        }

        @Override
        public void inherit(Claim heir) {}

        @Override
        public boolean isFreeFor(long heir) {
            long word = Words.getAcquire(owner);
            return word == OwnerWord.NOBODY || word == OwnerWord.ABANDONED;
        }

        @Override
        public boolean take() {
            return LockWords.this.take(claim);
        }

        @Override
        public void look() {
            LockWords.this.look();
        }
    }

    private boolean take(Claim claim) {
        long word = Words.getAcquire(owner);
        if (word == OwnerWord.NOBODY) {
            return Words.compareAndSet(owner, OwnerWord.NOBODY, claim.word());
        }
        if (word != OwnerWord.ABANDONED || !Words.compareAndSet(owner, OwnerWord.ABANDONED, claim.word())) {
            return false;
        }
        if (Words.get(state) == CONSISTENT) {
            Words.setRelease(state, AFTER_DEATH);
        }
        return true;
    }

    void markConsistent() {
        if (Words.get(state) == AFTER_DEATH) {
            Words.setRelease(state, CONSISTENT);
            // Who has repaired what a dead one left need not be told of that death by the next wait.
            segment.seats().buryTheDead();
            segment.seats().noteTold(segment.seats().deaths());
        }
    }

    /** The owner gives the lock back without having put in order what a dead one left. */
    void giveUp() {
        Words.setRelease(state, LOST);
    }

    /** Looks whether the owner lives. */
    private void look() {
        long word = Words.getAcquire(owner);
        if (segment.seats().isDead(owner, word)) {
            Words.compareAndSet(owner, word, OwnerWord.ABANDONED);
        }
    }

    @Override
    public void bury(int seat, boolean died) {
        long word = Words.getAcquire(owner);
        if (OwnerWord.seat(word) == seat) {
            Words.compareAndSet(owner, word, OwnerWord.ABANDONED);
        }
        line.bury(seat);
    }

    @Override
    public boolean isHeldBy(int seat) {
        return OwnerWord.seat(Words.getAcquire(owner)) == seat || line.names(seat);
    }

    @Override
    public void wakeAll() {
        line.wakeAll();
    }
}
