package dev.mitosis.demo.bench.process;

/** What takes part in a measurement, as a process of its own. A public class with a constructor without parameters. */
public interface Contender {
    /** Plays the run's role until the run is over. */
    void play(Run run) throws Exception;
}
