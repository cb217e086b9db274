package dev.mitosis.shared;

import dev.mitosis.participant.PeerDiedException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Date;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * A condition of a {@link RobustLock}. Waits may end for no reason, as {@link Condition} allows: look at what is waited for in a loop.
 *
 * <p>A wait ends with {@link PeerDiedException} when a process has died that uses the lock, since it may have been the one that
 * would signal; and with {@link OwnerDiedException} when the lock's owner has. The waiter has the lock again in either case, as after
 * every wait, and may wait once more.
 *
 * <p>A signal is lost with nobody: when a waiter is killed that was woken, the others look within 100 ms.
 */
@SuppressWarnings({"WaitNotInLoop", "JavaUtilDate"}) // the loop is the caller's, the date the interface's
public final class SharedCondition implements Condition, Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient RobustLock lock;
    private final transient int number;
    private final transient WaitingRoom room;

    SharedCondition(RobustLock lock, int number) {
        this.lock = lock;
        this.number = number;
        this.room = WaitingRoom.fenced(lock.segment(), SharedLayout.conditionOffset(number));
    }

    @Override
    public void await() throws InterruptedException {
        sleepUntilSignalled(WaitingRoom.FOR_EVER);
    }

    @Override
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return sleepUntilSignalled(Math.max(0, unit.toNanos(time)));
    }

    /** Returns how much of the time is left; 0 or less when it is over. */
    @Override
    public long awaitNanos(long nanos) throws InterruptedException {
        long begin = System.nanoTime();
        boolean signalled = sleepUntilSignalled(Math.max(0, nanos));
        long left = nanos - (System.nanoTime() - begin);
        return signalled ? left : Math.min(0, left);
    }

    @Override
    public boolean awaitUntil(Date deadline) throws InterruptedException {
        return await(deadline.getTime() - System.currentTimeMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void awaitUninterruptibly() {
        WaitingRoom.uninterrupted(() -> sleepUntilSignalled(WaitingRoom.FOR_EVER, false));
    }

    private boolean sleepUntilSignalled(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return sleepUntilSignalled(nanos, true);
    }

    private boolean sleepUntilSignalled(long nanos, boolean interrupts) throws InterruptedException {
        Deaths deaths = new Deaths(lock.segment().seats());
        long sequence = room.sequence();
        int depth = lock.releaseAll();
        boolean signalled;
        try {
            signalled = room.await(nanos, () -> room.sequence() != sequence, deaths::look, interrupts);
            // An interrupt wakes as a signal does.
            if (interrupts && Thread.interrupted()) {
                throw new InterruptedException();
            }
        } catch (RuntimeException | InterruptedException ended) {
            retake(depth, ended instanceof InterruptedException);
            throw ended;
        }
        retake(depth, false);
        return signalled;
    }

    /** That the owner has died goes before anything else that there is to be told: the lock is had now. */
    private void retake(int depth, boolean interrupted) {
        lock.retake(depth);
        if (interrupted && lock.isAfterDeath()) {
            Thread.currentThread().interrupt();
        }
        lock.throwIfAfterDeath();
    }

    /** Has one waiter at least go on, when the lock is given back. */
    @Override
    public void signal() {
        lock.signal(room, 1);
    }

    /** Has all go on that wait now, when the lock is given back. */
    @Override
    public void signalAll() {
        lock.signal(room, WaitingRoom.ALL);
    }

    @Serial
    private Object writeReplace() {
        return new ConditionTicket(lock, number);
    }

    private record ConditionTicket(RobustLock lock, int number) implements Serializable {
        @Serial
        private Object readResolve() {
            return lock.condition(number);
        }
    }
}
