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
@Description(
        "Values are ordered as Java's volatile variables: of two that each write one and then read the other, one at least sees.")
@Outcome(
        id = {"1, 1", "0, 1", "1, 0"},
        expect = ACCEPTABLE,
        desc = "One came first, or both wrote first.")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Both read before they wrote.")
@State
public class OrderedValues {
    private static final Pool<SharedLong> LONGS =
            new Pool<>(() -> Shared.anonymous().longValue());
    private static final Pool<SharedInt> INTS =
            new Pool<>(() -> Shared.anonymous().intValue());
    private final SharedLong first = LONGS.take();
    private final SharedInt second = INTS.take();

    @Actor
    public void first(II_Result r) {
        first.set(1);
        r.r1 = second.get();
    }

    @Actor
    public void second(II_Result r) {
        second.set(1);
        r.r2 = (int) first.get();
    }

    @Arbiter
    public void afterwards() {
        first.set(0);
        second.set(0);
        LONGS.giveBack(first);
        INTS.giveBack(second);
    }
}
