package dev.mitosis.demo.example;

import dev.mitosis.ipc.StartMethod;
import dev.mitosis.shared.Shared;
import dev.mitosis.shared.SharedEvent;
import dev.mitosis.shared.SharedInt;
import java.io.PrintStream;
import java.time.Duration;

/** Children wait for an event, and all go on when it is set. */
final class Waving implements Example {
    private static final int CHILDREN = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public boolean run(StartMethod method, PrintStream out) throws Exception {
        SharedEvent go = Shared.anonymous().event();
        SharedInt waiting = Shared.anonymous().intValue();
        Children children = Children.start(method, CHILDREN, number -> () -> {
            waiting.incrementAndGet();
            return go.await(PATIENCE) ? 1 : 0;
        });
        while (waiting.get() < CHILDREN) {
            Thread.sleep(1);
        }
        out.println(waiting.get() + " children wait");
        go.set();
        int went = children.sum();
        out.println("the event was set, and " + went + " went on");
        return went == CHILDREN;
    }
}
