package dev.mitosis.demo.example;

import dev.mitosis.ipc.StartMethod;
import dev.mitosis.shared.Shared;
import dev.mitosis.shared.SharedInt;
import dev.mitosis.shared.SharedSemaphore;
import java.io.PrintStream;

/** Four children, of which a semaphore lets two in at a time. */
@SuppressWarnings("try") // what is held need not be used
final class Admitting implements Example {
    private static final int CHILDREN = 4;
    private static final int PERMITS = 2;
    private static final int TURNS = 200;

    @Override
    public boolean run(StartMethod method, PrintStream out) throws Exception {
        SharedSemaphore door = Shared.anonymous().boundedSemaphore(PERMITS);
        SharedInt inside = Shared.anonymous().intValue();
        SharedInt most = Shared.anonymous().intValue();
        int turns = Children.start(method, CHILDREN, number -> () -> {
                    for (int turn = 0; turn < TURNS; turn++) {
                        try (var permit = door.hold()) {
                            int now = inside.incrementAndGet();
                            most.accumulateAndGet(now, Math::max);
                            Thread.yield();
                            inside.addAndGet(-1);
                        }
                    }
                    return TURNS;
                })
                .sum();
        out.println(CHILDREN + " children went in " + turns + " times, at most " + most.get() + " at once");
        return turns == CHILDREN * TURNS && most.get() <= PERMITS && door.availablePermits() == PERMITS;
    }
}
