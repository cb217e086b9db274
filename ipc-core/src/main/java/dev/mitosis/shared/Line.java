package dev.mitosis.shared;

import dev.mitosis.words.Words;

/**
 * Where threads wait for something that goes to whoever comes first when it is free. Who has waited for a millisecond becomes the heir, if
 * there is none: others leave it to the heir, who waits in a room of its own and is woken first. So nobody starves.
 *
 * <p>The heir is a courtesy, which nothing rests on. When what they wait for is free for 10 ms and the heir does not come, since it is
 * stopped, others go before it, at their next look.
 *
 * <pre>
 *    heir  |  room of the others: 2 words  |  room of the heir: 2 words
 * </pre>
 */
final class Line {
    /** In a shared file. */
    static final int ROOMS = Long.BYTES;

    private static final int HEIRS_ROOM = ROOMS + WaitingRoom.BYTES;
    private static final long PATIENCE_NANOS = 1_000_000;
    private static final long COURTESY_NANOS = 10_000_000;

    private final Segment segment;
    private final long heir;
    private final WaitingRoom room;
    private final WaitingRoom heirsRoom;

    /**
     * @param asymmetric see {@link WaitingRoom}
     */
    Line(Segment segment, long offset, boolean asymmetric) {
        this.segment = segment;
        this.heir = segment.address(offset);
        this.room = new WaitingRoom(segment, offset + ROOMS, asymmetric);
        this.heirsRoom = new WaitingRoom(segment, offset + HEIRS_ROOM, asymmetric);
    }

    /** Whether nobody has waited so long that it goes first. */
    boolean hasNoHeir() {
        return Words.get(heir) == OwnerWord.NOBODY;
    }

    /** After it has become free. */
    void wakeNext() {
        if (room.isAnyAsleep() || !hasNoHeir()) {
            wakeNextNow();
        }
    }

    private void wakeNextNow() {
        if (hasNoHeir()) {
            room.wakeOne();
        } else {
            heirsRoom.wakeOne();
        }
    }

    void wakeAll() {
        heirsRoom.wakeAll();
        room.wakeAll();
    }

    /**
     * Waits until this thread has it or the time is over.
     *
     * @param nanos how long at most
     * @param thing that is waited for
     * @param interrupts whether to answer them
     */
    boolean await(Claim claim, long nanos, Thing thing, boolean interrupts) throws InterruptedException {
        Turn turn = new Turn(claim, thing);
        long begin = System.nanoTime();
        try {
            for (boolean asHeir = false; !turn.hasIt; asHeir = !asHeir) {
                long left = Math.max(0, nanos - (System.nanoTime() - begin));
                boolean ended = asHeir
                        ? heirsRoom.await(left, turn::takesOrIsPassedOver, turn::look, interrupts)
                        : room.await(left, turn::takesOrInherits, turn::look, interrupts);
                if (!ended) {
                    return false;
                }
            }
            return true;
        } finally {
            turn.end();
        }
    }

    /** What is waited for. */
    interface Thing {
        /** Whether the heir could take what it waits for. */
        boolean isFreeFor(long heir);

        /** Called when this thread has become the heir. */
        void inherit(Claim claim);

        /** Takes it for this thread, if it is free. */
        boolean take();

        /** Looks whether the dead have it. */
        void look();
    }

    /** Removes a dead heir. */
    void bury(int seat) {
        long named = Words.getAcquire(heir);
        if (OwnerWord.seat(named) == seat) {
            Words.compareAndSet(heir, named, OwnerWord.NOBODY);
        }
    }

    boolean names(int seat) {
        return OwnerWord.seat(Words.getAcquire(heir)) == seat;
    }

    /** One thread's. */
    private final class Turn {
        private final Claim claim;
        private final Thing thing;
        private final long begin = System.nanoTime();
        private boolean hasIt;
        private long passedOver = OwnerWord.NOBODY;
        private long freeSince;

        Turn(Claim claim, Thing thing) {
            this.claim = claim;
            this.thing = thing;
        }

        boolean takesOrInherits() {
            long named = Words.getAcquire(heir);
            if (named == OwnerWord.NOBODY) {
                hasIt = thing.take();
                return hasIt || (isPatient() && inherits());
            }
            if (doesNotCome(named)) {
                Words.compareAndSet(heir, named, OwnerWord.NOBODY);
            }
            return false;
        }

        private boolean inherits() {
            boolean inherits = Words.compareAndSet(heir, OwnerWord.NOBODY, claim.word());
            if (inherits) {
                thing.inherit(claim);
            }
            return inherits;
        }

        boolean takesOrIsPassedOver() {
            hasIt = thing.take();
            return hasIt || Words.getAcquire(heir) != claim.word();
        }

        private boolean isPatient() {
            return System.nanoTime() - begin > PATIENCE_NANOS;
        }

        /** Whether it was free at each look, and for long, while this one was heir. */
        private boolean doesNotCome(long named) {
            if (!thing.isFreeFor(named)) {
                passedOver = OwnerWord.NOBODY;
                return false;
            }
            long now = System.nanoTime();
            if (named != passedOver) {
                passedOver = named;
                freeSince = now;
            }
            return now - freeSince > COURTESY_NANOS;
        }

        void look() {
            thing.look();
            long named = Words.getAcquire(heir);
            if (segment.seats().isDead(heir, named)) {
                Words.compareAndSet(heir, named, OwnerWord.NOBODY);
                room.wakeAll();
            }
        }

        /** Whoever comes next; the others may have left it to this one. */
        void end() {
            if (segment.region().isClosed()) {
                return;
            }
            boolean wasHeir = Words.compareAndSet(heir, claim.word(), OwnerWord.NOBODY);
            if (wasHeir && !hasIt) {
                room.wakeOne();
            }
        }
    }
}
