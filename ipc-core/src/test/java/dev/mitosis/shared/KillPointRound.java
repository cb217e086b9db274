package dev.mitosis.shared;

import java.time.Duration;

/** The life of one child that is killed at a point, and what must hold for its parent then, whichever point it was. */
interface KillPointRound {
    Duration LIMIT = Duration.ofSeconds(10);

    void child() throws Exception;

    /** In the child, before there are points: who has not used an object yet is not known to others, and not missed. */
    default void use() {}

    /** In a thread of the parent's. */
    default void meanwhile() throws Exception {}

    /** When child and thread are gone. */
    void parent() throws Exception;
}
