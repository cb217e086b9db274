package dev.mitosis.participant;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.sync.Futex;
import dev.mitosis.sync.Membarrier;
import dev.mitosis.words.Words;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Wakes one participant that sleeps until something has been published.
 *
 * <p>Sleeper and publisher must not miss each other, which is Dekker's problem: each writes one word and reads the
 * other's, and at least one of them must see the write. Two full fences would do; but the publisher passes here with
 * every message and the sleeper hardly ever, so the sleeper pays for both with membarrier(2) (the idea is liburcu's):
 *
 * <pre>
 *   sleeper                                publisher
 *   asleep = 1                             publish (release)
 *   membarrier: a full fence here ───────► and in every running thread of the publisher
 *   ready? then do not sleep               asleep != 0? then asleep = mark, wake, and 0 if it still is mark
 *   futex wait while asleep == 1
 * </pre>
 *
 * <p>Who sleeps often pays less. A bell with one sleeper says {@code drowsy} instead of 0 once the barrier has been run, and a
 * publisher that finds it so looks again behind a full fence of its own:
 *
 * <pre>
 *   sleeper                                publisher
 *   asleep = 1, if drowsy, or about to be  publish (release)
 *   full fence                             asleep == drowsy? then full fence, and look again
 *   ready? then do not sleep               still drowsy after many messages? then asleep = 0
 *   futex wait while asleep == 1
 * </pre>
 *
 * So drowsy must mean that a barrier was run since it was 0 last: whoever read the 0 has published before that. Hence a sleeper
 * that finds 0 is {@code falling asleep} until its barrier is done, and whoever wakes it from that, or from 0, leaves 0. The mark of
 * a waker says which of both it will leave: where sleeper and publisher share a CPU, the sleeper runs before its waker goes on, and
 * finds that mark when it sleeps the next time.
 *
 * <p>The barrier can miss a publisher, about once in thousands of times that both are at it within a microsecond, as jcstress
 * shows on Linux 6.18: probably the kernel passes over a CPU that idled in the publisher's memory when that process
 * registered. What was missed is visible a moment later, and the flag stays set meanwhile. So a sleeper looks once more after
 * 10 ms, and then sleeps as long as it may.
 *
 * <p>A publisher that is killed or stopped half way leaves its mark behind, so that the next one who rings wakes the
 * sleeper. Each wake has a mark of its own: another one, late with its 0, must not take that away.
 *
 * <p>Whether a file works that way was decided when it was made, since both sides must know: see {@code asymmetric}.
 */
public final class Doorbell implements Bell {
    static final long ASLEEP = 1;
    private static final long WAKING = 2;
    private static final long FALLING_ASLEEP = 3;
    private static final long DROWSY = 4;
    private static final long WAKING_TO_DROWSY = 5;
    /** So many messages, each with a fence, cost about as much as a membarrier. */
    private static final int MESSAGES_UNTIL_CALM = 64;

    private static final int WAKES_AT_ONCE_BITS = 10;
    private static final AtomicInteger WAKES = new AtomicInteger();

    /** Where the kernel cannot wait on a word, a sleeper looks every so often instead. */
    private static final long LOOK_NANOS = 100_000;

    /** Long after any store has become visible that was under way at the first look. */
    static final long SECOND_LOOK_NANOS = 10_000_000;

    private final MappedRegion region;
    private final long flag;
    private final Optional<DoorbellGroup> group;
    private final boolean asymmetric;
    private final Futex futex;
    private final Interruption interruption = new Interruption(this::wake);
    private final boolean drowsy;
    /** A publisher's: messages since it last had to wake the sleeper; it need not be exact. */
    private int calmMessages;

    /**
     * @param entry the participant to be woken
     * @param asymmetric whether publishers leave the fence to the sleeper, who must be able to run membarrier(2)
     */
    public Doorbell(ParticipantTable table, int entry, boolean asymmetric) {
        this(table, entry, asymmetric, Optional.empty());
    }

    /**
     * @param group where the participant says that it sleeps, too
     */
    Doorbell(ParticipantTable table, int entry, boolean asymmetric, Optional<DoorbellGroup> group) {
        this.region = table.region();
        this.flag = region.address() + table.asleepOffset(entry);
        this.group = group;
        this.asymmetric = asymmetric;
        this.drowsy = asymmetric && group.isEmpty();
        this.futex = Capability.FUTEX.isAvailable() ? new Futex(region, table.asleepOffset(entry)) : null;
    }

    @Override
    public long wordToLookAt() {
        return asymmetric ? flag : 0;
    }

    @Override
    public void ring() {
        fenceOfPublisher(asymmetric);
        // sync point asleep: with the sleeper's store before its membarrier
        long seen = Words.getAcquire(flag);
        if (seen == DROWSY) {
            seen = lookBehindFence();
        }
        if (isSleep(seen)) {
            wake();
        }
    }

    private long lookBehindFence() {
        Words.fullFence();
        // sync point drowsy: with the sleeper's store before its fence
        long seen = Words.getAcquire(flag);
        if (seen == DROWSY && ++calmMessages == MESSAGES_UNTIL_CALM) {
            calmMessages = 0;
            Words.compareAndSet(flag, DROWSY, AWAKE);
        }
        return seen;
    }

    private static boolean isSleep(long seen) {
        return seen != AWAKE && seen != DROWSY;
    }

    /** What is written while somebody is woken: 2, and in the upper half this process's pid and the wake's number. */
    static long newMark() {
        return newMark(WAKING);
    }

    private static long newMark(long waking) {
        int number = WAKES.getAndIncrement() & ((1 << WAKES_AT_ONCE_BITS) - 1);
        return ((long) ((ProcessIdentity.ownPid() << WAKES_AT_ONCE_BITS) | number) << Integer.SIZE) | waking;
    }

    /** Whether a barrier was run since the flag was 0 last. */
    private boolean isBehindBarrier(long seen) {
        return drowsy && (seen == DROWSY || seen == ASLEEP || (int) seen == WAKING_TO_DROWSY);
    }

    static void fenceOfPublisher(boolean asymmetric) {
        if (asymmetric) {
            Words.compilerFence();
        } else {
            Words.fullFence();
        }
    }

    /** Whether the participant sleeps, or somebody is waking it. */
    public boolean isAsleep() {
        return isSleep(Words.getAcquire(flag));
    }

    @Override
    public void wake() {
        if (region.isClosed()) {
            return;
        }
        if (futex == null) {
            Words.setRelease(flag, AWAKE);
            return;
        }
        calmMessages = 0;
        long before;
        long mark;
        do {
            before = Words.getAcquire(flag);
            mark = newMark(isBehindBarrier(before) ? WAKING_TO_DROWSY : WAKING);
        } while (!Words.compareAndSet(flag, before, mark));
        try {
            futex.wake(1);
            Words.compareAndSet(flag, mark, isBehindBarrier(before) ? DROWSY : AWAKE);
        } catch (IllegalStateException | OsException e) {
            // Another thread may have closed the region just now, or be taking its memory away (EFAULT); then nobody
            // of this process sleeps there any more.
            if (!region.isClosed()) {
                throw e;
            }
        }
    }

    /**
     * Sleeps until rung, or until {@code ready} (looked at once more after announcing the sleep), or until the time is
     * over, or this thread is interrupted. May also return for no reason. Only the participant itself may call it, from one thread at a time.
     *
     * @param nanos how long at most, positive
     */
    public void sleep(BooleanSupplier ready, long nanos) {
        boolean sure = announce();
        // sync point asleep: a publisher that does not see the flag has published what ready sees
        if (!ready.getAsBoolean()) {
            if (futex != null) {
                await(ready, nanos, sure);
            } else {
                LockSupport.parkNanos(Math.min(nanos, LOOK_NANOS));
            }
        }
        endSleep();
    }

    /** Takes back what {@link #announce} has said. */
    void endSleep() {
        if (!region.isClosed()) {
            noteAwake();
        }
    }

    /**
     * Says that this participant sleeps, for all publishers to see.
     *
     * @return whether it is sure that all do
     */
    boolean announce() {
        long seen = Words.getAcquire(flag);
        if (seen != ASLEEP && isBehindBarrier(seen) && Words.compareAndSet(flag, seen, ASLEEP)) {
            // sync point drowsy: a publisher that saw the flag drowsy looks again behind its fence
            Words.fullFence();
            return true;
        }
        Words.setRelease(flag, drowsy ? FALLING_ASLEEP : ASLEEP);
        group.ifPresent(DoorbellGroup::noteSleeper);
        if (!asymmetric) {
            Words.fullFence();
            return true;
        }
        Membarrier.run();
        if (drowsy) {
            Words.compareAndSet(flag, FALLING_ASLEEP, ASLEEP);
        }
        return false;
    }

    private void noteAwake() {
        if (drowsy) {
            // A waker that has come meanwhile says so itself, or another has said 0 by now.
            Words.compareAndSet(flag, ASLEEP, DROWSY);
        } else {
            Words.setRelease(flag, AWAKE);
        }
    }

    /** What the participant sleeps on; null where the kernel cannot wait on a word. */
    Futex futex() {
        return futex;
    }

    /** Whether nobody has woken the participant since it announced its sleep. */
    boolean isStillAsleep() {
        return Words.getAcquire(flag) == ASLEEP;
    }

    /** A publication that the first look has missed, and whose publisher has missed the flag, is there for the second. */
    private void await(BooleanSupplier ready, long nanos, boolean sure) {
        long first = sure ? nanos : Math.min(nanos, SECOND_LOOK_NANOS);
        interruption.during(() -> futex.await((int) ASLEEP, first));
        if (nanos > first && isStillAsleep() && !ready.getAsBoolean()) {
            interruption.during(() -> futex.await((int) ASLEEP, nanos - first));
        }
    }
}
