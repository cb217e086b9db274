package dev.mitosis.shared;

import java.io.Serial;
import java.io.Serializable;

/** A shared object on its way into a new JVM. */
record Ticket(String handle) implements Serializable {
    @Serial
    private Object readResolve() {
        return Shared.byHandle(handle).existing();
    }
}
