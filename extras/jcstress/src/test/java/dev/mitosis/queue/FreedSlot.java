package dev.mitosis.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

@JCStressTest
@Description("Sync point freed: a producer claims a slot only after the consumer has read its message.")
@Outcome(id = "whole, sent, whole", expect = ACCEPTABLE, desc = "The producer saw the slot free, and wrote there.")
@Outcome(
        id = "whole, full, whole",
        expect = ACCEPTABLE,
        desc = "The producer was earlier than that, and found all slots full.")
@Outcome(expect = FORBIDDEN, desc = "The producer wrote over a message that was being read.")
@State
public class FreedSlot {
    private static final Spares SPARES = new Spares(Topology.MPMC, 512, 1, 1);
    private final Line line = SPARES.take();

    public FreedSlot() {
        line.source(0).send(Integer.MAX_VALUE);
    }

    @Actor
    public void consumer(LLL_Result r) {
        r.r1 = line.sink(0).drain(2) > 0 ? "whole" : "torn";
    }

    @Actor
    public void producer(LLL_Result r) {
        r.r2 = line.source(0).send(2) > 0 ? "sent" : "full";
    }

    @Arbiter
    public void afterwards(LLL_Result r) {
        r.r3 = line.sink(0).drain() >= 0 ? "whole" : "torn";
        SPARES.giveBack(line);
    }
}
