package dev.mitosis.demo.cli;

import dev.mitosis.demo.tour.Tour;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code mitosis tour}. */
@Command(
        name = "tour",
        description = "Shows the main job in half a minute: fork, a queue between two processes, throughput.",
        mixinStandardHelpOptions = true)
final class TourCommand implements Callable<Integer> {
    @Override
    public Integer call() throws Exception {
        return new Tour(System.out).run() ? 0 : Mitosis.FAILED;
    }
}
