package dev.mitosis.queue;

import dev.mitosis.participant.Doorbell;
import dev.mitosis.participant.Peers;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * One end's wait until another has done something. Between rounds of looking it finds out whether there is still
 * something to wait for.
 */
final class Waiting {
    /** As good as no limit, and far from the end of nanoseconds in a long. */
    static final Duration LONGEST = Duration.ofDays(36_500);

    private final BooleanSupplier ready;
    private final Doorbell ownBell;
    private final Peers peers;
    private final Peers fellows;
    private final QueueState state;
    private final Pause pause;
    private final BooleanSupplier worthWaking;
    private final Looks looks = new Looks();
    private volatile boolean ended;

    /**
     * @param ready what is waited for
     * @param ownBell rung when it may be so
     * @param peers who would do it
     * @param fellows who wait for the same, where what they leave when they die concerns this one
     */
    Waiting(
            BooleanSupplier ready,
            Doorbell ownBell,
            Peers peers,
            Peers fellows,
            QueueState state,
            WaitStrategy strategy) {
        this.ready = ready;
        this.ownBell = ownBell;
        this.peers = peers;
        this.fellows = fellows;
        this.state = state;
        this.pause = strategy.newPause();
        this.worthWaking =
                () -> ready.getAsBoolean() || ended || peers.hasChanged() || fellows.hasChanged() || state.isShutDown();
    }

    /**
     * @param timeout how long at most
     * @return false when the time is over, or the queue was shut down
     */
    boolean await(Duration timeout) throws InterruptedException {
        boolean found = look(looks.count());
        looks.ended(found);
        return found || awaitAfterLooks(deadline(timeout));
    }

    /**
     * The same, for who has looked again and again by itself.
     *
     * @param deadline as {@link #deadline} gives it
     */
    boolean awaitAfterLooks(long deadline) throws InterruptedException {
        for (int round = 0; ; round++) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || mayNotComeAnyMore()) {
                return ready.getAsBoolean();
            }
            pause.pause(this, round, left);
            if (look(Looks.MOST)) {
                return true;
            }
        }
    }

    private boolean look(int times) {
        for (int look = 0; look < times; look++) {
            if (ready.getAsBoolean()) {
                return true;
            }
            pauseBetweenLooks();
        }
        return false;
    }

    /** How often who looks by itself is to do so, which tells them what became of it. */
    Looks looks() {
        return looks;
    }

    /** Ends a wait that another thread is in. */
    void end() {
        ended = true;
        ownBell.wake();
        peers.close();
        fellows.close();
    }

    void sleep(long nanos) {
        ownBell.sleep(worthWaking, nanos);
        afterSleep();
    }

    Doorbell bell() {
        return ownBell;
    }

    /** Whether there is a reason not to sleep. */
    boolean isWorthWaking() {
        return worthWaking.getAsBoolean();
    }

    /** Whether a wait would end at once, though what is waited for is not there. */
    boolean isOver() {
        fellows.attend();
        return ended || state.isShutDown() || peers.haveAllDied();
    }

    void afterSleep() {
        if (ended) {
            // This sleep's end may have taken back what a successor in this place said about its own.
            ownBell.wake();
        }
    }

    /**
     * Between two looks at what a peer will write. A look that comes while the peer writes takes the line from it, which
     * then has to fetch it again for its next store: looks with a short break are answered sooner than ones without. To read
     * the clock takes 25 ns on all processors, a pause 8 to 45: three of these cost a round trip as much again on some.
     *
     * @return the clock, as {@link System#nanoTime()} tells it
     */
    static long pauseBetweenLooks() {
        return System.nanoTime();
    }

    /** When a wait that begins now is to end, as {@link System#nanoTime()} tells the time. */
    static long deadline(Duration timeout) {
        Duration shortened = timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
        return System.nanoTime() + (timeout.isNegative() ? 0 : shortened.toNanos());
    }

    private boolean mayNotComeAnyMore() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (ended || state.isShutDown()) {
            return true;
        }
        fellows.attend();
        peers.throwIfNoneLeft(ready);
        return false;
    }
}
