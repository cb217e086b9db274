package dev.mitosis.shared;

import dev.mitosis.words.Words;

/**
 * A barrier in shared memory.
 *
 * <pre>
 *   bit 63              32    31     30              0
 *       +-----------------+--------+-----------------+
 *       | generation      | broken | arrived         |
 *       +-----------------+--------+-----------------+
 * </pre>
 *
 * The last one to arrive begins the next generation, which is what the others wait for. One that is broken stays until it is reset; then
 * the second word says, plus 1, which it was.
 */
final class BarrierWords implements Part {
    private static final long BROKEN = 1L << 31;
    private static final long ARRIVED_MASK = BROKEN - 1;

    private final Segment segment;
    private final long word;
    private final long lastBroken;
    private final WaitingRoom room;

    BarrierWords(Segment segment) {
        this.segment = segment;
        this.word = segment.address(SharedLayout.OWN_OFFSET);
        this.lastBroken = segment.address(SharedLayout.OWN_SECOND_OFFSET);
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
        return (int) (word >>> Integer.SIZE);
    }

    private static long first(int generation) {
        return (long) generation << Integer.SIZE;
    }

    /** One more has come, if nothing has changed; the last one lets all pass. */
    boolean arrive(long now) {
        if (arrived(now) + 1 < parties()) {
            return Words.compareAndSet(word, now, now + 1);
        }
        boolean passed = Words.compareAndSet(word, now, first(generation(now) + 1));
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

    /** Whether it had to be given up. */
    boolean wasBroken(int generation) {
        long now = word();
        return generation(now) == generation
                ? isBroken(now)
                : Words.getAcquire(lastBroken) == Integer.toUnsignedLong(generation) + 1;
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

    void reset() {
        long now = word();
        int generation = generation(now);
        if (breakUp(generation)) {
            // In this order: who sees the next generation sees what has become of this one.
            Words.setRelease(lastBroken, Integer.toUnsignedLong(generation) + 1);
            now = word();
            if (generation(now) == generation) {
                Words.compareAndSet(word, now, first(generation + 1));
            }
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
