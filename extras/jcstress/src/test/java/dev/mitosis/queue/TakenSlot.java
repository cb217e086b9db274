package dev.mitosis.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

@JCStressTest
@Description("MPMC: exactly one consumer takes a message.")
@Outcome(id = "whole, nothing", expect = ACCEPTABLE, desc = "The first one has taken it.")
@Outcome(id = "nothing, whole", expect = ACCEPTABLE, desc = "The second one has taken it.")
@Outcome(id = "whole, whole", expect = FORBIDDEN, desc = "Both have taken it.")
@Outcome(id = "nothing, nothing", expect = FORBIDDEN, desc = "Neither has taken it.")
@Outcome(expect = FORBIDDEN, desc = "It was not whole, or not the one that was sent.")
@State
public class TakenSlot {
    private static final Spares SPARES = new Spares(Topology.MPMC, 1024, 1, 2);
    private final Line line = SPARES.take();

    public TakenSlot() {
        line.source(0).send();
    }

    @Actor
    public void first(LL_Result r) {
        r.r1 = line.sink(0).receive();
    }

    @Actor
    public void second(LL_Result r) {
        r.r2 = line.sink(1).receive();
    }

    @Arbiter
    public void afterwards() {
        SPARES.giveBack(line);
    }
}
