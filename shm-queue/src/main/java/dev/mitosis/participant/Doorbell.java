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
    private static final int WAKES_AT_ONCE_BITS = 10;
    private static final AtomicInteger WAKES = new AtomicInteger();

    /** Where the kernel cannot wait on a word, a sleeper looks every so often instead. */
    private static final long LOOK_NANOS = 100_000;

    /** Long after any store has become visible that was under way at the first look. */
    private static final long SECOND_LOOK_NANOS = 10_000_000;

    private final MappedRegion region;
    private final long flag;
    private final Optional<DoorbellGroup> group;
    private final boolean asymmetric;
    private final Futex futex;
    private final Interruption interruption = new Interruption(this::wake);

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
        if (isAsleep()) {
            wake();
        }
    }

    /** What is written while somebody is woken: 2, and in the upper half this process's pid and the wake's number. */
    static long newMark() {
        int number = WAKES.getAndIncrement() & ((1 << WAKES_AT_ONCE_BITS) - 1);
        return ((long) ((ProcessIdentity.ownPid() << WAKES_AT_ONCE_BITS) | number) << Integer.SIZE) | WAKING;
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
        return Words.getAcquire(flag) != AWAKE;
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
        long mark = newMark();
        Words.setRelease(flag, mark);
        try {
            futex.wake(1);
            Words.compareAndSet(flag, mark, AWAKE);
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
        Words.setRelease(flag, ASLEEP);
        group.ifPresent(DoorbellGroup::noteSleeper);
        if (asymmetric) {
            Membarrier.run();
        } else {
            Words.fullFence();
        }
        // sync point asleep: a publisher that does not see the flag has published what ready sees
        if (!ready.getAsBoolean()) {
            if (futex != null) {
                sleepInTwoParts(ready, nanos);
            } else {
                LockSupport.parkNanos(Math.min(nanos, LOOK_NANOS));
            }
        }
        if (!region.isClosed()) {
            Words.setRelease(flag, AWAKE);
        }
    }

    /** A publication that the first look has missed, and whose publisher has missed the flag, is there for the second. */
    private void sleepInTwoParts(BooleanSupplier ready, long nanos) {
        long first = Math.min(nanos, SECOND_LOOK_NANOS);
        interruption.during(() -> futex.await((int) ASLEEP, first));
        if (nanos > first && Words.getAcquire(flag) == ASLEEP && !ready.getAsBoolean()) {
            interruption.during(() -> futex.await((int) ASLEEP, nanos - first));
        }
    }
}
