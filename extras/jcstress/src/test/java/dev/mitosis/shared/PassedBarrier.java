package dev.mitosis.shared;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

@JCStressTest
@Description("What each did before the barrier is seen by the others behind it.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both see what the other did.")
@Outcome(expect = FORBIDDEN, desc = "One went on too early, or not at all.")
@State
public class PassedBarrier {
    private static final Pool<SharedBarrier> BARRIERS =
            new Pool<>(() -> Shared.anonymous().barrier(2));
    private final SharedBarrier barrier = BARRIERS.take();
    private int first;
    private int second;

    @Actor
    public void first(II_Result r) {
        first = 1;
        r.r1 = pass() ? second : -1;
    }

    @Actor
    public void second(II_Result r) {
        second = 1;
        r.r2 = pass() ? first : -1;
    }

    private boolean pass() {
        try {
            barrier.await(Duration.ofSeconds(10));
            return true;
        } catch (InterruptedException | BrokenBarrierException | TimeoutException failed) {
            return false;
        }
    }

    @Arbiter
    public void afterwards() {
        BARRIERS.giveBack(barrier);
    }
}
