package dev.mitosis.shared;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.Z_Result;

@JCStressTest
@Description("Who waits for an event is woken when it is set, also when it is cleared at once.")
@Outcome(id = "true", expect = ACCEPTABLE, desc = "It goes on.")
@Outcome(id = "false", expect = FORBIDDEN, desc = "It was not woken.")
@State
public class WokenByEvent {
    private static final Pool<SharedEvent> EVENTS =
            new Pool<>(() -> Shared.anonymous().event());
    private final SharedEvent event = EVENTS.take();

    @Actor
    public void setter() {
        event.set();
    }

    @Actor
    public void waiter(Z_Result r) {
        try {
            r.r1 = event.await(Duration.ofSeconds(10));
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Arbiter
    public void afterwards() {
        event.clear();
        EVENTS.giveBack(event);
    }
}
