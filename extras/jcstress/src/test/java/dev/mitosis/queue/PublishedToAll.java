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
@Description("Broadcast: every consumer gets the whole message.")
@Outcome(
        id = "whole, nothing, whole",
        expect = ACCEPTABLE,
        desc = "The first one saw it at once, the second one later.")
@Outcome(
        id = "nothing, whole, whole",
        expect = ACCEPTABLE,
        desc = "The first one was earlier than the message; both have it later.")
@Outcome(expect = FORBIDDEN, desc = "The message was not whole, or is lost to one of them.")
@State
public class PublishedToAll {
    private static final Spares SPARES = new Spares(Topology.BROADCAST, 512, 1, 2);
    private final Line line = SPARES.take();

    @Actor
    public void producer() {
        line.source(0).offer();
    }

    @Actor
    public void consumer(LLL_Result r) {
        r.r1 = line.sink(0).receive();
    }

    @Arbiter
    public void afterwards(LLL_Result r) {
        r.r2 = line.sink(0).receive();
        r.r3 = line.sink(1).receive();
        SPARES.giveBack(line);
    }
}
