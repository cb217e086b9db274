package dev.mitosis.demo.bench.process;

import java.util.Locale;

/** What a process does in a measurement. */
public enum Role {
    /** Sends as fast as it can. */
    PRODUCER,
    /** Receives, checks and counts. */
    CONSUMER,
    /** Sends, waits for the answer and takes the time. */
    PING,
    /** Sends back what it gets. */
    PONG,
    /** Makes children and takes the time. */
    PARENT;

    /** The name on the command line. */
    public String argument() {
        return name().toLowerCase(Locale.ROOT);
    }
}
