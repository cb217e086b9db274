package dev.mitosis.shared;

import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.words.Words;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * A lock between processes that outlives its owner. When a process dies that has it, or a thread ends that has it, the lock goes to
 * the next one, who is told: the way of POSIX's robust mutexes.
 *
 * <pre>{@code
 * try (var held = lock.hold()) {
 *     if (held.previousOwnerDied()) {
 *         repair();
 *         held.markConsistent();
 *     }
 *     change();
 * }
 * }</pre>
 *
 * <p>{@link #hold} returns when the owner has died, and says so; given back without being marked consistent, the lock is lost for
 * good. The methods of {@link Lock} have no way to say it: they throw {@link OwnerDiedException}, do not take the lock, and leave
 * it for somebody who holds. {@link #lock} waits uninterruptibly, the others answer interruption.
 *
 * <p>A lock that is free goes to whoever comes first. Who has waited for a millisecond becomes its heir, to whom others leave it; so
 * nobody starves. A process that is stopped keeps what it has, but as heir is passed over after 10 ms. An untimed {@link #tryLock()} heeds no heir.
 *
 * <p>Only the thread that has taken it can give it back. A virtual thread is known by its process only, so that its own end is not
 * noticed; nor is any thread's but on Linux. A child that was forked while its parent had the lock does not have it.
 */
public abstract sealed class RobustLock extends SharedObject implements Lock permits SharedLock, SharedReentrantLock {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient LockWords words;
    private final transient long state;
    private final transient Ownership ownership;
    private final transient Held held = new Held(this);

    RobustLock(Segment segment) {
        super(segment);
        this.words = segment.lock();
        this.state = words.state();
        this.ownership = new Ownership(segment);
    }

    /** A lock that is a value's goes where that goes. */
    @Override
    final Object ticket() {
        boolean isOwn = segment().header().kind() == SharedKind.LOCK
                || segment().header().kind() == SharedKind.REENTRANT_LOCK;
        return isOwn ? super.ticket() : new GuardTicket(handle());
    }

    private record GuardTicket(String handle) implements Serializable {
        @Serial
        private Object readResolve() {
            return Shared.byHandle(handle).existing(SharedValue.class).lock();
        }
    }

    /** Whether its owner may take it again. */
    abstract boolean isReentrant();

    /** Waits for the lock without a limit; an interrupt stays set. */
    @Override
    public final void lock() {
        if (!ownership.takeAtOnce() && !reenter()) {
            ownership.awaitUninterruptibly(1);
        }
        refuseUnlessConsistent();
    }

    @Override
    public final void lockInterruptibly() throws InterruptedException {
        take(WaitingRoom.FOR_EVER);
        refuseUnlessConsistent();
    }

    /** Takes the lock if nobody has it; looks whether its owner is dead at most every millisecond. */
    @Override
    public final boolean tryLock() {
        if (!ownership.takeAtOnce() && !reenter() && !ownership.takeNow()) {
            return false;
        }
        refuseUnlessConsistent();
        return true;
    }

    @Override
    public final boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        boolean taken = take(Math.max(0, unit.toNanos(time)));
        if (taken) {
            refuseUnlessConsistent();
        }
        return taken;
    }

    /**
     * Takes the lock until the result is closed, also when its owner died.
     *
     * @throws OwnerDiedException when that was not put in order by somebody who was told
     */
    public final Held hold() throws InterruptedException {
        take(WaitingRoom.FOR_EVER);
        refuseIfLost();
        return held;
    }

    /** The same; empty when the time is over. */
    public final Optional<Held> tryHold(Duration timeout) throws InterruptedException {
        if (!take(Nanos.of(timeout))) {
            return Optional.empty();
        }
        refuseIfLost();
        return Optional.of(held);
    }

    @Override
    public final void unlock() {
        checkHeld();
        if (ownership.giveBackOnce()) {
            return;
        }
        if (Words.get(state) != LockWords.CONSISTENT) {
            words.giveUp();
        }
        ownership.giveBack(OwnerWord.NOBODY);
    }

    /**
     * Says that what the lock protects is in order again, after its owner died.
     *
     * @throws IllegalMonitorStateException when this thread does not have the lock
     */
    public final void markConsistent() {
        checkHeld();
        words.markConsistent();
    }

    /** Whether the calling thread has it. */
    public final boolean isHeldByCurrentThread() {
        return ownership.isMine();
    }

    /** The process that has the lock now, alive or not; empty when it is free. */
    public final Optional<ProcessIdentity> owner() {
        segment().checkOpen();
        return words.ownerProcess();
    }

    /**
     * One of the lock's {@value SharedLayout#CONDITIONS} conditions: the next that this method has returned to nobody.
     *
     * @throws IllegalStateException when there is none left
     */
    @Override
    public final SharedCondition newCondition() {
        long used = Words.getAndAdd(segment().address(SharedLayout.USED_CONDITIONS_OFFSET), 1);
        if (used >= SharedLayout.CONDITIONS) {
            throw new IllegalStateException("a lock has so many conditions, conditions=" + SharedLayout.CONDITIONS);
        }
        return condition((int) used);
    }

    /** The lock's condition of this number, the same one in all processes: for who finds the lock by its name. */
    public final SharedCondition condition(int number) {
        if (number < 0 || number >= SharedLayout.CONDITIONS) {
            throw new IllegalArgumentException(
                    "a lock's conditions are 0 to " + (SharedLayout.CONDITIONS - 1) + ", number=" + number);
        }
        return new SharedCondition(this, number);
    }

    @Override
    public final void close() {
        ownership.forget();
        super.close();
    }

    /** Whether the last owner died, and nobody has put that in order yet. For the owner. */
    final boolean isAfterDeath() {
        checkHeld();
        return Words.get(state) != LockWords.CONSISTENT;
    }

    final void checkHeld() {
        if (!ownership.isMine()) {
            throw new IllegalMonitorStateException("this thread does not have the lock, lock=" + name());
        }
    }

    /** Has those who wait there go on when the lock is given back. */
    final void signal(WaitingRoom room, int count) {
        checkHeld();
        ownership.signal(room, count);
    }

    /** Gives it back wholly, for a wait; how many times it was taken. */
    final int releaseAll() {
        checkHeld();
        if (Words.get(state) != LockWords.CONSISTENT) {
            throw new IllegalStateException("mark it consistent before waiting for its condition, lock=" + name());
        }
        int depth = ownership.holds();
        ownership.giveBack(OwnerWord.NOBODY);
        return depth;
    }

    /** Takes it back after a wait, whatever has become of it. */
    final void retake(int depth) {
        ownership.awaitUninterruptibly(depth);
    }

    /** Tells a waiter who has the lock again that its owner died meanwhile. */
    final void throwIfAfterDeath() {
        long now = Words.get(state);
        if (now != LockWords.CONSISTENT) {
            throw new OwnerDiedException(name(), now == LockWords.AFTER_DEATH);
        }
    }

    private boolean take(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return ownership.takeAtOnce() || reenter() || ownership.await(nanos);
    }

    private boolean reenter() {
        if (!ownership.isMine()) {
            return false;
        }
        if (!isReentrant()) {
            throw new IllegalStateException("this thread has the lock already, lock=" + name());
        }
        ownership.takeAgain();
        return true;
    }

    private void refuseUnlessConsistent() {
        if (Words.get(state) != LockWords.CONSISTENT && ownership.holds() == 1) {
            refuse();
        }
    }

    private void refuseIfLost() {
        if (Words.get(state) == LockWords.LOST && ownership.holds() == 1) {
            refuse();
        }
    }

    private void refuse() {
        boolean recoverable = Words.get(state) == LockWords.AFTER_DEATH;
        ownership.giveBack(recoverable ? OwnerWord.ABANDONED : OwnerWord.NOBODY);
        throw new OwnerDiedException(name(), recoverable);
    }
}
