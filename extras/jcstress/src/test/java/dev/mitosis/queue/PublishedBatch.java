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
@Description("Sync point published: the first record's word, written last, publishes all of a batch.")
@Outcome(id = "3, 0", expect = ACCEPTABLE, desc = "The consumer saw the whole batch, in order.")
@Outcome(id = "0, 3", expect = ACCEPTABLE, desc = "The consumer saw nothing of the batch, and has all of it later.")
@Outcome(
        expect = FORBIDDEN,
        desc = "The consumer saw a part of the batch, or a message that was not whole or not in order.")
@State
public class PublishedBatch {
    private static final Spares SPARES = new Spares(Topology.SPSC, 2048, 1, 1);
    private final Line line = SPARES.take();

    @Actor
    public void producer() {
        Source source = line.source(0);
        source.producer().beginBatch();
        source.send(3);
        source.producer().endBatch();
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
