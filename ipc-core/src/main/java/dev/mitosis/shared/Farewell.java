package dev.mitosis.shared;

import dev.mitosis.process.Processes;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/** Has a process that ends in order say so in its seats, so that its end is nobody's death. */
final class Farewell {
    private static final Set<Seats> TAKEN = Collections.newSetFromMap(new WeakHashMap<>());

    static {
        Processes.beforeExit(Farewell::say);
        Runtime.getRuntime().addShutdownHook(new Thread(Farewell::say, "mitosis-farewell"));
    }

    private Farewell() {}

    static void register(Seats seats) {
        synchronized (TAKEN) {
            TAKEN.add(seats);
        }
    }

    private static void say() {
        List<Seats> all;
        synchronized (TAKEN) {
            all = List.copyOf(TAKEN);
        }
        all.forEach(Seats::sayFarewell);
    }
}
