package dev.mitosis.demo.cli;

import dev.mitosis.demo.gc.Leftovers;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mitosis gc}. */
@Command(
        name = "gc",
        description =
                "Removes the shared files that dead processes have left behind. What a living process uses, or what was"
                        + " left in order, stays.",
        mixinStandardHelpOptions = true)
final class GcCommand implements Callable<Integer> {
    @Option(
            names = {"-n", "--dry-run"},
            description = "Says what would be removed, and removes nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        var leftovers = new Leftovers().find();
        for (var leftover : leftovers) {
            if (!dryRun) {
                leftover.remove();
            }
            System.out.println((dryRun ? "would remove " : "removed ") + leftover.path() + ": " + leftover.reason());
        }
        if (leftovers.isEmpty()) {
            System.out.println("Nothing was left behind.");
        }
        return 0;
    }
}
