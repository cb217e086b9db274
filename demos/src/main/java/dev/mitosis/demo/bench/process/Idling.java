package dev.mitosis.demo.bench.process;

/**
 * What a process does while there is nothing to send or to receive: one of two spins, as it has a CPU to itself; one of more
 * spins 64 times and then lets others run, as there may be more of them than CPUs. Not thread-safe.
 */
public final class Idling {
    private static final int SPINS = 64;

    private final boolean hasOwnCpu;
    private int turns;

    public Idling(Run run) {
        hasOwnCpu = run.isPair();
    }

    /** Whether no other process of the run wants this one's CPU. */
    public boolean hasOwnCpu() {
        return hasOwnCpu;
    }

    /** To be called for each time that there was nothing. */
    public void rest() {
        if (hasOwnCpu || turns++ < SPINS) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    /** To be called when there was something. */
    public void worked() {
        turns = 0;
    }
}
