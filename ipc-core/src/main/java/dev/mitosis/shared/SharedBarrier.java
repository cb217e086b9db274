package dev.mitosis.shared;

import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/**
 * A point that a number of threads, of any processes, pass together, again and again: a {@link java.util.concurrent.CyclicBarrier}.
 *
 * <p>It breaks, for all, when a thread gives up waiting, or when a process dies that has been at the barrier: nobody waits for the dead.
 * One that ends in order is not missed. {@link #reset} makes it whole.
 */
public final class SharedBarrier extends SharedObject {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient BarrierWords words;

    SharedBarrier(Segment segment) {
        super(segment);
        this.words = new BarrierWords(segment);
    }

    /** How many pass together. */
    public int parties() {
        return words.parties();
    }

    /** How many wait now. */
    public int numberWaiting() {
        segment().checkOpen();
        return BarrierWords.arrived(words.word());
    }

    public boolean isBroken() {
        segment().checkOpen();
        return BarrierWords.isBroken(words.word());
    }

    /** Breaks it for all who wait, and makes it whole for the next. */
    public void reset() {
        segment().checkOpen();
        words.reset();
    }

    /**
     * Waits until all have come.
     *
     * @return how many were still to come: 0 for the last one
     * @throws BrokenBarrierException when it is broken, or breaks while this thread waits
     * @throws InterruptedException when this thread is interrupted; then the barrier breaks
     */
    public int await() throws InterruptedException, BrokenBarrierException {
        try {
            return await(WaitingRoom.FOR_EVER);
        } catch (TimeoutException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * The same, for so long at most.
     *
     * @throws TimeoutException when the time is over; then the barrier breaks
     */
    public int await(Duration timeout) throws InterruptedException, BrokenBarrierException, TimeoutException {
        return await(Nanos.of(timeout));
    }

    private int await(long nanos) throws InterruptedException, BrokenBarrierException, TimeoutException {
        segment().checkOpen();
        segment().seats().mine();
        if (Thread.interrupted()) {
            words.breakUp(BarrierWords.generation(words.word()));
            throw new InterruptedException();
        }
        long now = words.word();
        while (BarrierWords.isBroken(now) || !words.arrive(now)) {
            if (BarrierWords.isBroken(now)) {
                throw broken();
            }
            now = words.word();
        }
        int toCome = parties() - BarrierWords.arrived(now) - 1;
        if (toCome > 0) {
            awaitOthers(BarrierWords.generation(now), nanos);
        }
        return toCome;
    }

    private void awaitOthers(int generation, long nanos)
            throws InterruptedException, BrokenBarrierException, TimeoutException {
        try {
            if (!words.await(generation, nanos) && words.breakUp(generation)) {
                throw new TimeoutException("not all have come in time, barrier=" + name());
            }
        } catch (InterruptedException interrupted) {
            words.breakUp(generation);
            throw interrupted;
        }
        if (words.wasBroken(generation)) {
            throw broken();
        }
    }

    private BrokenBarrierException broken() {
        String dead = segment()
                .seats()
                .lastDead()
                .map(it -> ", last process that died=" + it.pid())
                .orElse("");
        return new BrokenBarrierException("the barrier is broken, barrier=" + name() + dead);
    }
}
