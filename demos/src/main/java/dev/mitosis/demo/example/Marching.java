package dev.mitosis.demo.example;

import dev.mitosis.ipc.StartMethod;
import dev.mitosis.shared.Shared;
import dev.mitosis.shared.SharedBarrier;
import dev.mitosis.shared.SharedLongArray;
import java.io.PrintStream;

/** Children in step: none begins a step before all have ended the one before. */
final class Marching implements Example {
    private static final int CHILDREN = 3;
    private static final int STEPS = 100;

    @Override
    public boolean run(StartMethod method, PrintStream out) throws Exception {
        SharedBarrier together = Shared.anonymous().barrier(CHILDREN);
        SharedLongArray steps = Shared.anonymous().longArray(CHILDREN);
        int outOfStep = Children.start(method, CHILDREN, number -> () -> march(number, together, steps))
                .sum();
        out.println(CHILDREN + " children made " + STEPS + " steps each, and were out of step " + outOfStep + " times");
        return outOfStep == 0 && steps.stream().allMatch(made -> made == STEPS);
    }

    private static int march(int number, SharedBarrier together, SharedLongArray steps) throws Exception {
        int outOfStep = 0;
        for (long step = 1; step <= STEPS; step++) {
            steps.set(number, step);
            together.await();
            long now = step;
            outOfStep += steps.stream().allMatch(made -> made == now) ? 0 : 1;
            together.await();
        }
        return outOfStep;
    }
}
