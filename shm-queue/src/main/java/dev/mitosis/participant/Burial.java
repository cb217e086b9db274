package dev.mitosis.participant;

/** Puts in order what a dead participant has left, while this process has its entry. */
@FunctionalInterface
public interface Burial {
    /** For what the dead leave in order anyhow. */
    Burial NONE = entry -> {};

    /** May have been done in part already, by a process that died over it. */
    void bury(int entry);

    /** Tells those whom it concerns, once the entry is free. */
    default void done() {}
}
