package dev.mitosis.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

@JCStressTest
@Description(
        "Sync point asleep, where both sides fence: a sleeper sees what was published, or the publisher sees it asleep.")
@Outcome(id = "saw", expect = ACCEPTABLE, desc = "The consumer saw the message, and need not sleep.")
@Outcome(id = "woken", expect = ACCEPTABLE, desc = "The consumer did not see the message, and the producer woke it.")
@Outcome(
        id = {"late", "asleep"},
        expect = FORBIDDEN,
        desc = "The consumer did not see the message, and sleeps on: the wake-up is lost.")
@State
public class WokenByFences {
    private static final Spares SPARES = Spares.fencing(Topology.SPSC, 512, 1, 1);
    private final Line line = SPARES.take();
    private volatile boolean sent;

    @Actor
    public void producer() {
        line.source(0).offer();
        sent = true;
    }

    @Actor
    public void consumer(L_Result r) {
        line.bell(0).sleep(() -> line.isOver(() -> sent, r), Long.MAX_VALUE);
    }

    @Arbiter
    public void afterwards() {
        line.sink(0).drain();
        SPARES.giveBack(line);
    }
}
