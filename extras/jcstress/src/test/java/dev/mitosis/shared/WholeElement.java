package dev.mitosis.shared;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JI_Result;

@JCStressTest
@Description("An element is never read torn, and who sees it sees what was done before it was written.")
@Outcome(
        id = {"0, 0", "0, 1"},
        expect = ACCEPTABLE,
        desc = "Not written yet.")
@Outcome(id = "-1, 1", expect = ACCEPTABLE, desc = "Whole, and all is there.")
@Outcome(expect = FORBIDDEN, desc = "Torn, or seen too early.")
@State
public class WholeElement {
    private static final Pool<SharedLongArray> ARRAYS =
            new Pool<>(() -> Shared.anonymous().longArray(2));
    private final SharedLongArray array = ARRAYS.take();
    private int value;

    @Actor
    public void writer() {
        value = 1;
        array.set(1, -1);
    }

    @Actor
    public void reader(JI_Result r) {
        r.r1 = array.get(1);
        r.r2 = value;
    }

    @Arbiter
    public void afterwards() {
        array.set(1, 0);
        ARRAYS.giveBack(array);
    }
}
