package dev.mitosis.demo.example;

import dev.mitosis.ipc.StartMethod;
import dev.mitosis.shared.Shared;
import dev.mitosis.shared.SharedBarrier;
import dev.mitosis.shared.SharedLong;
import java.io.PrintStream;
import java.util.Locale;

/** Two children count up the same number: first as if each were alone, then with the number's lock, then atomically. */
@SuppressWarnings("try") // what is held need not be used
final class Counting implements Example {
    private static final int CHILDREN = 2;
    private static final int TIMES = 100_000;

    @Override
    public boolean run(StartMethod method, PrintStream out) throws Exception {
        SharedBarrier start = Shared.anonymous().barrier(CHILDREN);
        SharedLong alone = Shared.anonymous().longValue();
        SharedLong locked = Shared.anonymous().longValue();
        SharedLong atomic = Shared.anonymous().longValue();
        Children.start(method, CHILDREN, number -> () -> {
                    start.await();
                    for (int i = 0; i < TIMES; i++) {
                        alone.setPlain(alone.getPlain() + 1);
                    }
                    for (int i = 0; i < TIMES; i++) {
                        try (var held = locked.lock().hold()) {
                            locked.setPlain(locked.getPlain() + 1);
                        }
                    }
                    for (int i = 0; i < TIMES; i++) {
                        atomic.incrementAndGet();
                    }
                    return 0;
                })
                .sum();
        long expected = (long) CHILDREN * TIMES;
        out.printf(Locale.ROOT, "without a lock  %,9d of %,d%n", alone.get(), expected);
        out.printf(Locale.ROOT, "with its lock   %,9d%n", locked.get());
        out.printf(Locale.ROOT, "atomically      %,9d%n", atomic.get());
        return alone.get() <= expected && locked.get() == expected && atomic.get() == expected;
    }
}
