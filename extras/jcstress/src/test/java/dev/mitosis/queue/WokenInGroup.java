package dev.mitosis.queue;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
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
        "Sync point asleep, where one bell wakes several: a sleeper sees what was published, or the publisher sees it asleep.")
@Outcome(id = "saw", expect = ACCEPTABLE, desc = "The consumer saw the message, and need not sleep.")
@Outcome(id = "woken", expect = ACCEPTABLE, desc = "The consumer did not see the message, and the producer woke it.")
@Outcome(
        id = "late",
        expect = ACCEPTABLE_INTERESTING,
        desc = "The barrier missed the producer: the consumer sees the message when it looks once more.")
@Outcome(
        id = "asleep",
        expect = FORBIDDEN,
        desc = "The consumer does not see the message, and sleeps on: the wake-up is lost.")
@State
public class WokenInGroup {
    private static final Spares SPARES = new Spares(Topology.MPMC, 1024, 1, 2);
    private final Line line = SPARES.take();
    private volatile boolean sent;

    @Actor
    public void producer() {
        line.source(0).send();
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
