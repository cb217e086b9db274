package dev.mitosis.demo.cli;

import dev.mitosis.demo.watch.Queues;
import dev.mitosis.demo.watch.SharedObjects;
import dev.mitosis.demo.watch.Top;
import dev.mitosis.io.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mitosis top}. */
@Command(
        name = "top",
        description =
                "Shows this user's named queues, locks and the like again and again: rates, lags, owners, who waits, and who is alive."
                        + " Ctrl-C ends it.",
        mixinStandardHelpOptions = true)
final class TopCommand implements Callable<Integer> {
    private static final int SHORTEST_MILLIS = 100;
    private static final int LONGEST_MILLIS = 3_600_000;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "Queues, locks and the like elsewhere, to be shown instead.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "MILLIS",
            description = "From one view to the next, 100 to 3600000. Default: 1000.")
    private int millis = 1_000;

    @Option(
            names = {"-n", "--views"},
            paramLabel = "N",
            description = "Ends after so many views. Default: no end.")
    private int views;

    @Override
    public Integer call() throws InterruptedException {
        check(
                millis >= SHORTEST_MILLIS && millis <= LONGEST_MILLIS,
                "an interval has " + SHORTEST_MILLIS + " to " + LONGEST_MILLIS + " ms: --interval=" + millis);
        check(views >= 0, "there is one view, or more, or, with 0, no end: --views=" + views);
        new Top(new Queues(files), new SharedObjects(files), System.out, Terminal.isOutputShown())
                .run(Duration.ofMillis(millis), views);
        return 0;
    }

    private void check(boolean right, String message) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
