package dev.mitosis.shared;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.TimeUnit;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;

@JCStressTest
@Description("Who waits for a condition is woken by its signal, and sees what was changed before.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "It goes on, and sees it.")
@Outcome(expect = FORBIDDEN, desc = "It was not woken.")
@State
@SuppressWarnings("WaitNotInLoop") // it is, but for the last time
public class WokenByCondition {
    private static final Pool<SharedLock> LOCKS =
            new Pool<>(() -> Shared.anonymous().lock());
    private final SharedLock lock = LOCKS.take();
    private final SharedCondition changed = lock.condition(0);
    private int value;

    @Actor
    public void signaller() {
        lock.lock();
        try {
            value = 1;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    @Actor
    public void waiter(I_Result r) {
        lock.lock();
        try {
            boolean inTime = true;
            while (value == 0 && inTime) {
                inTime = changed.await(10, TimeUnit.SECONDS);
            }
            r.r1 = value;
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            lock.unlock();
        }
    }

    @Arbiter
    public void afterwards() {
        LOCKS.giveBack(lock);
    }
}
