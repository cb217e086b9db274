package dev.mitosis.shared;

/** Something in a shared file that words can name a seat for. */
interface Part {
    /**
     * Puts in order what a process has left under its seat that has ended. May have been done in part already, by one that died over it.
     *
     * @param died whether it had not said that it would end
     */
    void bury(int seat, boolean died);

    /** Whether the process in that seat holds something that others miss. */
    boolean isHeldBy(int seat);

    /** Wakes all that wait, so that they look again. */
    void wakeAll();
}
