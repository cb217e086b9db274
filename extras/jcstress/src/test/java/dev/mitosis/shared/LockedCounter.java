package dev.mitosis.shared;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

@JCStressTest
@Description("A lock is had by one thread at a time, which sees what the last one did.")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both increments are there.")
@Outcome(expect = FORBIDDEN, desc = "Both had the lock, or one did not see the other's increment.")
@State
public class LockedCounter {
    private static final Pool<SharedLock> LOCKS =
            new Pool<>(() -> Shared.anonymous().lock());
    private final SharedLock lock = LOCKS.take();
    private int count;

    @Actor
    public void first() {
        increment();
    }

    @Actor
    public void second() {
        increment();
    }

    private void increment() {
        lock.lock();
        try {
            count++;
        } finally {
            lock.unlock();
        }
    }

    @Arbiter
    public void afterwards(I_Result r) {
        r.r1 = count;
        LOCKS.giveBack(lock);
    }
}
