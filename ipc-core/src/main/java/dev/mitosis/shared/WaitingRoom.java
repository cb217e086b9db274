package dev.mitosis.shared;

import dev.mitosis.participant.Interruption;
import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.sync.Futex;
import dev.mitosis.sync.Membarrier;
import dev.mitosis.words.Words;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Where threads of all processes sleep until something has changed in a shared object.
 *
 * <pre>
 *   sleeper                                who changes something
 *   read sequence                          change (release)
 *   asleep = 1                             asleep != 0? then asleep = 0, sequence + 1, wake
 *   a full fence                           a full fence, before it looks
 *   changed? then do not sleep
 *   futex wait while sequence is the same
 * </pre>
 *
 * For a lock, as in a {@link dev.mitosis.participant.Doorbell}, the sleeper pays for the fence by membarrier(2). For the others, who
 * wait for each other at every step, both sides fence. Nobody sleeps long without looking: first for a
 * millisecond, at last for 100. So whoever is killed between a change and its wake, or is woken and killed, or is missed by the
 * barrier, delays others that long at most; and it is then that sleepers look for the dead.
 */
final class WaitingRoom {
    /** As good as no limit, and far from the end of nanoseconds in a long. */
    static final long FOR_EVER = Long.MAX_VALUE / 4;

    /** As many sleepers as there are. */
    static final int ALL = Integer.MAX_VALUE;

    /** In a shared file. */
    static final int BYTES = 2 * Long.BYTES;

    private static final long ASLEEP = 1;
    private static final long AWAKE = 0;
    private static final int SEQUENCE = Long.BYTES;

    private static final long FIRST_SLEEP_NANOS = 1_000_000;
    private static final long LONGEST_SLEEP_NANOS = 100_000_000;
    /** Where the kernel cannot wait on a word, a sleeper looks every so often instead. */
    private static final long LOOK_NANOS = 100_000;

    private static final long FIRST_PAUSE_NANOS = 50;
    private static final long LONGEST_PAUSE_NANOS = 2_000;
    private static final long SPIN_NANOS = Runtime.getRuntime().availableProcessors() > 1 ? 20_000 : 0;

    private final Segment segment;
    private final long asleep;
    private final boolean asymmetric;
    private final Futex futex;
    private final Interruption interruption = new Interruption(() -> wakeNow(ALL));

    /** Where who changes something does so by a compare-and-set or a fence, so that a fence costs it nothing or little more. */
    static WaitingRoom fenced(Segment segment, long offset) {
        return new WaitingRoom(segment, offset, false);
    }

    /**
     * @param offset of the room's two words
     * @param asymmetric whether who changes something leaves the fence to the sleeper
     */
    WaitingRoom(Segment segment, long offset, boolean asymmetric) {
        this.segment = segment;
        this.asleep = segment.address(offset);
        this.asymmetric = asymmetric;
        this.futex = Capability.FUTEX.isAvailable() ? new Futex(segment.region(), offset + SEQUENCE) : null;
    }

    /** Changes with each wake. */
    long sequence() {
        return Words.getAcquire(asleep + SEQUENCE);
    }

    /**
     * Wakes one sleeper, if there is any, so that it looks; nobody is woken until that one has announced that it and perhaps others
     * sleep, or does not need to any more.
     */
    void wakeOne() {
        if (isAnyAsleep()) {
            wakeNow(1);
        }
    }

    void wakeAll() {
        if (isAnyAsleep()) {
            wakeNow(ALL);
        }
    }

    /** To be asked after a change. */
    boolean isAnyAsleep() {
        if (asymmetric) {
            Words.compilerFence();
        } else {
            Words.fullFence();
        }
        // sync point asleep: with the sleeper's store before its membarrier
        return Words.getAcquire(asleep) != AWAKE;
    }

    private void wakeNow(int count) {
        if (!segment.region().isClosed()) {
            Words.setRelease(asleep, AWAKE);
            Words.getAndAdd(asleep + SEQUENCE, 1);
            wakeInKernel(count);
        }
    }

    /**
     * Changes the sequence, for those who wait for that.
     *
     * @param count how many of them are to go on: 1 or {@link #ALL}
     * @return whether any sleeps in the kernel, perhaps, and is to be woken there
     */
    boolean change(int count) {
        boolean before = isAnyAsleep();
        if (before && count == ALL) {
            Words.setRelease(asleep, AWAKE);
        }
        Words.getAndAdd(asleep + SEQUENCE, 1);
        // Looked at again: who has come meanwhile may have seen the sequence of before.
        return before || isAnyAsleep();
    }

    void wakeInKernel(int count) {
        if (futex == null) {
            return;
        }
        try {
            futex.wake(count);
        } catch (IllegalStateException | OsException e) {
            // Another thread may have closed the object just now: then nobody of this process sleeps there any more.
            if (!segment.region().isClosed()) {
                throw e;
            }
        }
    }

    /**
     * Waits until {@code attempt} succeeds or the time is over.
     *
     * @param nanos how long at most; {@link #FOR_EVER} for no limit
     * @param attempt asked again and again
     * @param look looks for the dead; what it throws ends the wait
     * @param interrupts whether to answer them
     * @return whether it succeeded
     * @throws InterruptedException when this thread is interrupted before or meanwhile
     */
    boolean await(long nanos, BooleanSupplier attempt, Runnable look, boolean interrupts) throws InterruptedException {
        return new Wait(nanos, attempt, look, interrupts).await();
    }

    /** What a wait does that answers no interrupt. */
    static <T> T uninterrupted(Callable<T> wait) {
        try {
            return wait.call();
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Exception impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** One thread's. */
    private final class Wait {
        private final long begin = System.nanoTime();
        private final long nanos;
        private final BooleanSupplier attempt;
        private final Runnable look;
        private final boolean interrupts;

        Wait(long nanos, BooleanSupplier attempt, Runnable look, boolean interrupts) {
            this.nanos = nanos;
            this.attempt = attempt;
            this.look = look;
            this.interrupts = interrupts;
        }

        boolean await() throws InterruptedException {
            checkInterrupt();
            return succeeds() || spin() || sleepAndLook();
        }

        /** Looks less and less often: each look takes the line from who works there. */
        private boolean spin() {
            long most = Math.min(nanos, SPIN_NANOS);
            long pause = FIRST_PAUSE_NANOS;
            for (long now = begin; now - begin < most; now = System.nanoTime()) {
                if (succeeds()) {
                    return true;
                }
                long until = now + pause;
                do {
                    Thread.onSpinWait();
                } while (System.nanoTime() - until < 0);
                pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            }
            return false;
        }

        private boolean sleepAndLook() throws InterruptedException {
            segment.seats().noteWaiting(1);
            try {
                return sleepInParts();
            } finally {
                if (!segment.region().isClosed()) {
                    segment.seats().noteWaiting(-1);
                }
            }
        }

        private boolean sleepInParts() throws InterruptedException {
            long part = FIRST_SLEEP_NANOS;
            long lastLook = System.nanoTime();
            while (true) {
                long sequence = sequence();
                Words.setRelease(asleep, ASLEEP);
                fence();
                // sync point asleep: who does not see the flag has changed what the attempt sees
                boolean done = succeeds();
                while (!done && sequence() == sequence) {
                    checkInterrupt();
                    long now = System.nanoTime();
                    long left = nanos - (now - begin);
                    if (left <= 0) {
                        return false;
                    }
                    if (now - lastLook >= part) {
                        look.run();
                        lastLook = System.nanoTime();
                        part = Math.min(2 * part, LONGEST_SLEEP_NANOS);
                    } else {
                        sleep(sequence, Math.min(left, part - (now - lastLook)));
                    }
                    done = succeeds();
                }
                if (done) {
                    // Others may sleep still: who woke this one has taken the flag away.
                    Words.setRelease(asleep, ASLEEP);
                    return true;
                }
            }
        }

        /** Behind the attempt: what is closed meanwhile is all zeros. */
        private boolean succeeds() {
            boolean done = attempt.getAsBoolean();
            segment.checkOpen();
            return done;
        }

        private void fence() {
            if (asymmetric) {
                Membarrier.run();
            } else {
                Words.fullFence();
            }
        }

        private void sleep(long sequence, long time) {
            if (futex == null) {
                LockSupport.parkNanos(Math.min(time, LOOK_NANOS));
            } else if (interrupts) {
                interruption.during(() -> futex.await((int) sequence, time));
            } else {
                futex.await((int) sequence, time);
            }
        }

        private void checkInterrupt() throws InterruptedException {
            if (interrupts && Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
