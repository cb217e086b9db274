package dev.mitosis.shared;

import dev.mitosis.process.Processes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Has a process that ends in order say so in its seats, so that its end is nobody's death. Also in those of objects that were not
 * closed and that nothing else refers to any more: this keeps them.
 */
final class Farewell {
    private static final Set<Seats> TAKEN = new HashSet<>();

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

    static void forget(Seats seats) {
        synchronized (TAKEN) {
            TAKEN.remove(seats);
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
