package dev.mitosis.demo.bench.process;

/** A way to carry messages between two processes, and what each role does with it. */
public interface Transport extends Contender {
    /**
     * Plays the run's role until the run is over: opens the transport below {@link Run#directory()}, calls
     * {@link Run#ready()}, and then works.
     */
    @Override
    void play(Run run) throws Exception;
}
