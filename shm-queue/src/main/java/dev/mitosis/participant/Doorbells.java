package dev.mitosis.participant;

import dev.mitosis.platform.Capability;
import dev.mitosis.sync.Futex;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Sleeping on several {@link Doorbell}s at once, all of the same thread: any of them ends the sleep. What is said there of
 * sleeper and publisher holds for each.
 */
public final class Doorbells {
    /** How often to look, where the kernel cannot wait for so many words. */
    private static final long LOOK_NANOS = 1_000_000;

    private final List<Doorbell> bells;
    private final List<Futex> futexes;
    private final Interruption interruption;

    /**
     * @param bells at least one; where the kernel lacks futex_waitv(2), or for more than {@link Futex#MOST_AT_ONCE}, a sleeper looks a
     *     thousand times in a second
     */
    public Doorbells(List<Doorbell> bells) {
        this.bells = List.copyOf(bells);
        this.futexes =
                canSleep(bells.size()) ? bells.stream().map(Doorbell::futex).toList() : List.of();
        this.interruption = new Interruption(bells.get(0)::wake);
    }

    private static boolean canSleep(int bells) {
        return bells <= Futex.MOST_AT_ONCE && Capability.FUTEX.isAvailable() && Capability.FUTEX_WAITV.isAvailable();
    }

    /** As {@link Doorbell#sleep}, until one of them is rung. */
    public void sleep(BooleanSupplier ready, long nanos) {
        if (futexes.isEmpty()) {
            LockSupport.parkNanos(Math.min(nanos, LOOK_NANOS)); // nobody has to be told who looks anyway
            return;
        }
        boolean sure = true;
        for (Doorbell bell : bells) {
            sure &= bell.announce();
        }
        // sync point asleep: a publisher that does not see its flag has published what ready sees
        if (!ready.getAsBoolean()) {
            await(ready, nanos, sure);
        }
        bells.forEach(Doorbell::endSleep);
    }

    /** In two parts, as a {@link Doorbell} does, and for the same reason. */
    private void await(BooleanSupplier ready, long nanos, boolean sure) {
        long first = sure ? nanos : Math.min(nanos, Doorbell.SECOND_LOOK_NANOS);
        interruption.during(() -> Futex.awaitAny(futexes, (int) Doorbell.ASLEEP, first));
        if (nanos > first && bells.stream().allMatch(Doorbell::isStillAsleep) && !ready.getAsBoolean()) {
            interruption.during(() -> Futex.awaitAny(futexes, (int) Doorbell.ASLEEP, nanos - first));
        }
    }
}
