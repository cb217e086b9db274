package dev.mitosis.shared;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

@JCStressTest
@Description("No change of a value is lost that is made in one step.")
@Outcome(id = "2, 2, 2", expect = ACCEPTABLE, desc = "All changes are there.")
@Outcome(expect = FORBIDDEN, desc = "One is lost.")
@State
public class CountedValues {
    private static final Pool<SharedInt> NUMBERS =
            new Pool<>(() -> Shared.anonymous().intValue());
    private static final Pool<SharedDouble> FRACTIONS =
            new Pool<>(() -> Shared.anonymous().doubleValue());
    private static final Pool<SharedIntArray> ARRAYS =
            new Pool<>(() -> Shared.anonymous().intArray(2));
    private final SharedInt number = NUMBERS.take();
    private final SharedDouble fraction = FRACTIONS.take();
    private final SharedIntArray array = ARRAYS.take();

    @Actor
    public void first() {
        count();
    }

    @Actor
    public void second() {
        count();
    }

    private void count() {
        number.incrementAndGet();
        fraction.getAndAdd(1);
        array.accumulateAndGet(1, 1, Integer::sum);
    }

    @Arbiter
    public void afterwards(III_Result r) {
        r.r1 = number.getAndSet(0);
        r.r2 = (int) fraction.getAndSet(0);
        r.r3 = array.get(1);
        array.set(1, 0);
        NUMBERS.giveBack(number);
        FRACTIONS.giveBack(fraction);
        ARRAYS.giveBack(array);
    }
}
