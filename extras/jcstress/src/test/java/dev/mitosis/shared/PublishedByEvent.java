package dev.mitosis.shared;

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
@Description("What was done before an event was set is seen by who finds it set.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Set, and all is there.")
@Outcome(
        id = {"0, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "Not set yet.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Set, but what was done before is not there.")
@State
public class PublishedByEvent {
    private static final Pool<SharedEvent> EVENTS =
            new Pool<>(() -> Shared.anonymous().event());
    private final SharedEvent event = EVENTS.take();
    private int value;

    @Actor
    public void setter() {
        value = 1;
        event.set();
    }

    @Actor
    public void looker(II_Result r) {
        r.r1 = event.isSet() ? 1 : 0;
        r.r2 = value;
    }

    @Arbiter
    public void afterwards() {
        event.clear();
        EVENTS.giveBack(event);
    }
}
