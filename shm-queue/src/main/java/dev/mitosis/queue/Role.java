package dev.mitosis.queue;

import java.util.Locale;

/** What a participant of a queue does. */
public enum Role {
    PRODUCER,
    CONSUMER;

    /** Of participants of a role there are no more than this. */
    static final int MOST = 64;

    static final int USUAL = 8;

    Role other() {
        return this == PRODUCER ? CONSUMER : PRODUCER;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
