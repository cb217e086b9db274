package dev.mitosis.shared;

import dev.mitosis.words.Words;

/**
 * A barrier in shared memory.
 *
 * <pre>
 *   bit 63             40 39               32    31     30              0
 *       +----------------+-------------------+--------+-----------------+
 *       | generation     | how the last ended| broken | arrived         |
 *       +----------------+-------------------+--------+-----------------+
 * </pre>
 *
 * The last one to arrive begins the next generation, which is what the others wait for. One that is broken stays until it is reset. Of
 * the last eight generations there is a bit that says whether it was given up, the latest lowest: who wakes late sees what became of
 * the one that it waited for.
 */
final class BarrierWords implements Part {
    private static final long BROKEN = 1L << 31;
    private static final long ARRIVED_MASK = BROKEN - 1;
    private static final int ENDS_SHIFT = 32;
    private static final int ENDS = 8;
    private static final long ENDS_MASK = (1L << ENDS) - 1;
    private static final int GENERATION_SHIFT = ENDS_SHIFT + ENDS;
    private static final int GENERATION_MASK = (1 << (Long.SIZE - GENERATION_SHIFT)) - 1;
    private static final int PASSED = 0;
    private static final int GIVEN_UP = 1;

    private final Segment segment;
    private final long word;
    private final WaitingRoom room;

    BarrierWords(Segment segment) {
        this.segment = segment;
        this.word = segment.address(SharedLayout.OWN_OFFSET);
        this.room = WaitingRoom.fenced(segment, SharedLayout.OWN_ROOM_OFFSET);
        segment.seats().add(this);
    }

    int parties() {
        return (int) segment.header().parameter();
    }

    long word() {
        return Words.getAcquire(word);
    }

    static int arrived(long word) {
        return (int) (word & ARRIVED_MASK);
    }

    static boolean isBroken(long word) {
        return (word & BROKEN) != 0;
    }

    static int generation(long word) {
        return (int) (word >>> GENERATION_SHIFT);
    }

    /** The next generation, in which nobody has arrived. */
    private static long next(long now, int end) {
        long ends = (((now >>> ENDS_SHIFT) << 1) | end) & ENDS_MASK;
        return ((generation(now) + 1L) << GENERATION_SHIFT) | (ends << ENDS_SHIFT);
    }

    /** One more has come, if nothing has changed; the last one lets all pass. */
    boolean arrive(long now) {
        if (arrived(now) + 1 < parties()) {
            return Words.compareAndSet(word, now, now + 1);
        }
        boolean passed = Words.compareAndSet(word, now, next(now, PASSED));
        if (passed) {
            room.wakeAll();
        }
        return passed;
    }

    /** Waits until the generation has passed or is broken; false when the time is over. */
    boolean await(int generation, long nanos) throws InterruptedException {
        return room.await(nanos, () -> isOver(generation), segment.seats()::buryTheDead, true);
    }

    private boolean isOver(int generation) {
        long now = word();
        return generation(now) != generation || isBroken(now);
    }

    /** Whether it is broken, or had to be given up. */
    boolean wasBroken(int generation) {
        long now = word();
        int ago = (generation(now) - generation) & GENERATION_MASK;
        if (ago == 0) {
            return isBroken(now);
        }
        return ago <= ENDS && ((now >>> (ENDS_SHIFT + ago - 1)) & 1) == GIVEN_UP;
    }

    /** Breaks this generation, unless it has passed; whether it is broken. */
    boolean breakUp(int generation) {
        long now = word();
        while (generation(now) == generation && !isBroken(now)) {
            if (Words.compareAndSet(word, now, now | BROKEN)) {
                room.wakeAll();
                return true;
            }
            now = word();
        }
        return wasBroken(generation);
    }

    /** Gives up this generation, if anybody has come or it is broken. */
    void reset() {
        long now = word();
        while (arrived(now) > 0 || isBroken(now)) {
            if (Words.compareAndSet(word, now, next(now, GIVEN_UP))) {
                room.wakeAll();
                return;
            }
            now = word();
        }
    }

    /** Who is missed would never come. */
    @Override
    public void bury(int seat, boolean died) {
        if (died) {
            breakUp(generation(word()));
        }
    }

    @Override
    public boolean isHeldBy(int seat) {
        return false;
    }

    @Override
    public void wakeAll() {
        room.wakeAll();
    }
}
