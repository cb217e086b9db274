package dev.mitosis.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

@JCStressTest
@Description("MPSC: each producer's messages are received once, and in their order, while another producer sends, too.")
@Outcome(
        id = {"2, 2", "3, 1", "4, 0"},
        expect = ACCEPTABLE,
        desc = "What had been sent, and as much as was sent by then; the rest later.")
@Outcome(expect = FORBIDDEN, desc = "A message is lost, or was not whole, or not in its order.")
@State
public class TwoLanes {
    private static final Spares SPARES = new Spares(Topology.MPSC, 2048, 2, 1);
    private final Line line = SPARES.take();

    public TwoLanes() {
        line.source(0).send(2);
    }

    @Actor
    public void producer() {
        line.source(1).send(2);
    }

    @Actor
    public void consumer(II_Result r) {
        r.r1 = line.sink(0).drain();
    }

    @Arbiter
    public void afterwards(II_Result r) {
        r.r2 = line.sink(0).drain();
        SPARES.giveBack(line);
    }
}
