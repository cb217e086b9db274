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
@Description("Sync point overwritten: a copy that the producer wrote over is thrown away, and counts as missed.")
@Outcome(
        id = "whole, all",
        expect = ACCEPTABLE,
        desc = "What the consumer got was whole; what it did not get, it knows to have missed.")
@Outcome(id = "torn, all", expect = FORBIDDEN, desc = "The consumer got a message that the producer was writing over.")
@Outcome(expect = FORBIDDEN, desc = "Messages are lost, and nobody knows.")
@State
public class OverwrittenCopy {
    private static final int NEARLY_A_LAP = 16;
    private static final Spares SPARES = new Spares(Topology.LOSSY_BROADCAST, 2048, 1, 1);
    private final Line line = SPARES.take();

    public OverwrittenCopy() {
        line.source(0).send(NEARLY_A_LAP);
    }

    @Actor
    public void producer() {
        line.source(0).send(NEARLY_A_LAP);
    }

    @Actor
    public void consumer(LL_Result r) {
        r.r1 = line.sink(0).drain() >= 0 ? "whole" : "torn";
    }

    @Arbiter
    public void afterwards(LL_Result r) {
        line.sink(0).drain();
        r.r2 = line.sink(0).receivedAndMissed() == line.source(0).sent() ? "all" : "not all";
        SPARES.giveBack(line);
    }
}
