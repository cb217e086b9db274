package dev.mitosis.queue;

import dev.mitosis.sync.Futex;
import dev.mitosis.testing.Background;
import dev.mitosis.testing.Until;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** Tells from its stack whether a thread waits in a queue. */
final class Waits {
    private Waits() {}

    /** Returns once the thread is as deep in a wait as this strategy gets. */
    static void until(Background<?> background, WaitStrategy strategy) {
        Class<?> deepest = switch (strategy) {
            case SPIN, YIELD -> Waiting.class;
            case BACK_OFF -> LockSupport.class;
            case BLOCK -> Futex.class;
        };
        Until.holds(
                "the thread waits by " + strategy,
                () -> background.isDone()
                        || Arrays.stream(background.thread().getStackTrace())
                                .anyMatch(frame -> frame.getClassName().equals(deepest.getName())));
    }
}
