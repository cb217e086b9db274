package dev.mitosis.shared;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

@JCStressTest
@Description("Exactly one thread gets a permit.")
@Outcome(
        id = {"true, false", "false, true"},
        expect = ACCEPTABLE,
        desc = "One has it.")
@Outcome(expect = FORBIDDEN, desc = "Both have it, or none.")
@State
public class OnePermit {
    private static final Pool<SharedSemaphore> SEMAPHORES =
            new Pool<>(() -> Shared.anonymous().boundedSemaphore(1));
    private final SharedSemaphore semaphore = SEMAPHORES.take();

    @Actor
    public void first(ZZ_Result r) {
        r.r1 = semaphore.tryAcquire();
    }

    @Actor
    public void second(ZZ_Result r) {
        r.r2 = semaphore.tryAcquire();
    }

    @Arbiter
    public void afterwards() {
        semaphore.release();
        SEMAPHORES.giveBack(semaphore);
    }
}
