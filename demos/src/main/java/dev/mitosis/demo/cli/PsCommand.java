package dev.mitosis.demo.cli;

import dev.mitosis.demo.watch.QueueTable;
import dev.mitosis.demo.watch.Queues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mitosis ps}. */
@Command(
        name = "ps",
        description = "Shows this user's named queues and the processes that use them, without disturbing them.",
        mixinStandardHelpOptions = true)
final class PsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "Queues elsewhere, to be shown instead.")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() {
        System.out.print(QueueTable.of(new Queues(files).look()));
        return 0;
    }
}
