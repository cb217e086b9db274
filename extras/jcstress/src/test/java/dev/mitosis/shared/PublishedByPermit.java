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
@Description("What was done before a permit was released is seen by who acquires it.")
@Outcome(id = "1", expect = ACCEPTABLE, desc = "It is seen.")
@Outcome(expect = FORBIDDEN, desc = "It is not, or the permit never came.")
@State
public class PublishedByPermit {
    private static final Pool<SharedSemaphore> SEMAPHORES =
            new Pool<>(() -> Shared.anonymous().semaphore(0));
    private final SharedSemaphore semaphore = SEMAPHORES.take();
    private int value;

    @Actor
    public void releaser() {
        value = 1;
        semaphore.release();
    }

    @Actor
    public void acquirer(I_Result r) {
        semaphore.acquireUninterruptibly(1);
        r.r1 = value;
    }

    @Arbiter
    public void afterwards() {
        SEMAPHORES.giveBack(semaphore);
    }
}
