package dev.mitosis.queue;

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
@Description("MPMC: no two producers claim the same slot.")
@Outcome(id = "4", expect = ACCEPTABLE, desc = "Both producers' messages are there, each one's in their order.")
@Outcome(expect = FORBIDDEN, desc = "A message is lost, or is not whole, or not in its order.")
@State
public class ClaimedSlots {
    private static final Spares SPARES = new Spares(Topology.MPMC, 1024, 2, 1);
    private final Line line = SPARES.take();

    @Actor
    public void first() {
        line.source(0).send(2);
    }

    @Actor
    public void second() {
        line.source(1).send(2);
    }

    @Arbiter
    public void afterwards(I_Result r) {
        r.r1 = line.sink(0).drain();
        SPARES.giveBack(line);
    }
}
