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
@Description("Sync point published: a record's word is written after its message.")
@Outcome(
        id = "whole, nothing",
        expect = ACCEPTABLE,
        desc = "The consumer saw the word, and the whole message behind it.")
@Outcome(
        id = "nothing, whole",
        expect = ACCEPTABLE,
        desc = "The consumer was earlier than the word, and has the message later.")
@Outcome(expect = FORBIDDEN, desc = "The word was there before the message, or the message is lost.")
@State
public class PublishedRecord {
    private static final Spares SPARES = new Spares(Topology.SPSC, 512, 1, 1);
    private final Line line = SPARES.take();

    @Actor
    public void producer() {
        line.source(0).offer();
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
