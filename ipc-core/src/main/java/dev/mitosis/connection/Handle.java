package dev.mitosis.connection;

import java.io.Serial;
import java.io.Serializable;

/**
 * A connection on its way to another process.
 *
 * @param in where it receives; empty when it only sends
 * @param out where it sends; empty when it only receives
 */
record Handle(String in, String out) implements Serializable {
    /** The end becomes this process's. */
    @Serial
    private Object readResolve() {
        End end = new End(line(in), line(out));
        end.use();
        return new Connection(end);
    }

    private static Line line(String handle) {
        return handle.isEmpty() ? null : Line.byHandle(handle);
    }
}
