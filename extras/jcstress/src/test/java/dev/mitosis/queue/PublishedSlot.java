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
@Description("Sync point published: a slot becomes full after its message.")
@Outcome(
        id = "whole, nothing",
        expect = ACCEPTABLE,
        desc = "The consumer saw the slot full, and the whole message in it.")
@Outcome(
        id = "nothing, whole",
        expect = ACCEPTABLE,
        desc = "The consumer saw the slot before it was full, and has the message later.")
@Outcome(expect = FORBIDDEN, desc = "The slot was full before the message was whole, or the message is lost.")
@State
public class PublishedSlot {
    private static final Spares SPARES = new Spares(Topology.MPMC, 1024, 1, 1);
    private final Line line = SPARES.take();

    @Actor
    public void producer() {
        line.source(0).send();
    }

    @Actor
    public void consumer(LL_Result r) {
        r.r1 = line.sink(0).receive();
    }

    @Arbiter
    public void afterwards(LL_Result r) {
        r.r2 = line.sink(0).receive();
        SPARES.giveBack(line);
    }
}
