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
@Description(
        "Broadcast: a consumer that comes while the producer sends gets all that is sent from then on, and holds it back.")
@Outcome(id = "all, whole", expect = ACCEPTABLE, desc = "Each has all of its messages, whole.")
@Outcome(expect = FORBIDDEN, desc = "A message is lost to one of them, or was written over.")
@State
public class JoinedBroadcast {
    /** More than the ring has room for. */
    private static final int MANY = 70;

    private static final Spares SPARES = new Spares(Topology.BROADCAST, 1024, 1, 2);
    private final Line line = SPARES.take();
    private Sink joined;

    public JoinedBroadcast() {
        line.sink(1).consumer().close();
    }

    @Actor
    public void producer(LL_Result r) {
        r.r1 = "all";
        for (int sent = 0; sent < 2; sent++) {
            line.source(0).send();
            r.r1 = line.sink(0).drain() == 1 ? r.r1 : "lost";
        }
    }

    @Actor
    public void comer() {
        joined = line.join();
    }

    @Arbiter
    public void afterwards(LL_Result r) {
        int held = line.source(0).send(MANY);
        boolean whole = held < MANY
                && joined.drain() >= held
                && joined.isUpToDate(0, line.source(0).sent())
                && line.sink(0).drain() == held;
        r.r2 = whole ? "whole" : "lost";
        joined.consumer().close();
        SPARES.giveBack(line);
    }
}
