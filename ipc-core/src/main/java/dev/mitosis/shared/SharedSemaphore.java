package dev.mitosis.shared;

import dev.mitosis.participant.PeerDiedException;
import java.io.Serial;
import java.util.concurrent.TimeUnit;

/**
 * A semaphore between processes, like {@link java.util.concurrent.Semaphore}. Permits are the process's, not the thread's, and anybody may
 * release more than it has acquired, up to the semaphore's limit.
 *
 * <p>The permits of a process that dies, or ends without releasing them, are returned or stay out, as was chosen: {@link PermitsOfTheDead}.
 * Where they stay out, each wait is told once of each death, by {@link PeerDiedException}; where they are returned, only when nobody else
 * is left who could release any.
 *
 * <p>Permits go to whoever comes first; who has waited for a millisecond goes before others, until it is served, so nobody starves.
 */
public final class SharedSemaphore extends SharedObject {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Permits permits;

    SharedSemaphore(Segment segment) {
        super(segment);
        this.permits = new Permits(segment);
    }

    /** Waits for a permit, and has it until the result is closed. */
    public Permit hold() throws InterruptedException {
        acquire(1);
        return new Permit(this);
    }

    public void acquire() throws InterruptedException {
        acquire(1);
    }

    /** Waits until there are so many permits, and takes them. */
    public void acquire(int count) throws InterruptedException {
        await(count, WaitingRoom.FOR_EVER, true);
    }

    /** The same; an interrupt stays set. */
    public void acquireUninterruptibly(int count) {
        WaitingRoom.uninterrupted(() -> await(count, WaitingRoom.FOR_EVER, false));
    }

    public boolean tryAcquire() {
        return tryAcquire(1);
    }

    /**
     * Takes so many permits if they are there, whoever waits. False also when another process is stopped at the very moment when it
     * takes or releases some.
     */
    public boolean tryAcquire(int count) {
        checkCount(count);
        return permits.take(count);
    }

    /** Returns false when the time is over. */
    public boolean tryAcquire(int count, long time, TimeUnit unit) throws InterruptedException {
        return await(count, Math.max(0, unit.toNanos(time)), true);
    }

    public void release() {
        release(1);
    }

    /**
     * Adds so many permits.
     *
     * @throws IllegalStateException when there would be more than the semaphore's limit
     */
    public void release(int count) {
        checkCount(count);
        if (!permits.give(count)) {
            throw new IllegalStateException("a semaphore cannot have more permits than its limit, limit=" + limit()
                    + ", permits=" + availablePermits() + ", released=" + count);
        }
    }

    public int availablePermits() {
        segment().checkOpen();
        return permits.available();
    }

    /** How many permits there can be. */
    public int limit() {
        return (int) segment().header().parameter();
    }

    /** How many permits are out that processes had which have died. Always 0 where they are returned. */
    public int permitsOfTheDead() {
        segment().checkOpen();
        segment().seats().buryTheDead();
        return permits.lost();
    }

    /** Returns them to the semaphore; how many. */
    public int returnPermitsOfTheDead() {
        segment().checkOpen();
        segment().seats().buryTheDead();
        int returned = permits.returnLost();
        permits.wakeAll();
        return returned;
    }

    private boolean await(int count, long nanos, boolean interrupts) throws InterruptedException {
        checkCount(count);
        if (count > limit()) {
            throw new IllegalArgumentException(
                    "there are never so many permits, limit=" + limit() + ", count=" + count);
        }
        if (interrupts && Thread.interrupted()) {
            throw new InterruptedException();
        }
        boolean taken = (permits.line().hasNoHeir() && permits.take(count))
                || permits.line().await(segment().seats().claim(), nanos, new Turn(count), interrupts);
        if (taken && availablePermits() > 0) {
            permits.line().wakeNext();
        }
        return taken;
    }

    private void checkCount(int count) {
        segment().checkOpen();
        if (count < 0) {
            throw new IllegalArgumentException("permits are at least 0, count=" + count);
        }
    }

    /** One thread's wait. */
    private final class Turn implements Line.Thing {
        private final int count;
        private final Deaths deaths = new Deaths(segment().seats());

        Turn(int count) {
            this.count = count;
        }

        @Override
        public void inherit(Claim heir) {
            permits.noteWanted(heir.word(), count);
        }

        @Override
        public boolean isFreeFor(long heir) {
            return permits.available() >= permits.wanted(heir);
        }

        @Override
        public boolean take() {
            return permits.take(count);
        }

        @Override
        public void look() {
            segment().seats().buryTheDead();
            boolean told = segment().header().option() == PermitsOfTheDead.REPORT.code()
                    || (segment().seats().isAlone() && permits.available() < count);
            if (told) {
                deaths.throwIfAny();
            }
        }
    }
}
