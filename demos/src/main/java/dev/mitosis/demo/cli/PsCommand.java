package dev.mitosis.demo.cli;

import dev.mitosis.demo.watch.ProcessTable;
import dev.mitosis.demo.watch.QueueTable;
import dev.mitosis.demo.watch.Queues;
import dev.mitosis.demo.watch.SharedObjects;
import dev.mitosis.demo.watch.SharedTable;
import dev.mitosis.ipc.ProcessInspection;
import dev.mitosis.queue.QueueInspection;
import dev.mitosis.shared.SharedInspection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mitosis ps}. */
@Command(
        name = "ps",
        description =
                "Shows this user's named queues, locks and the like, and the processes that use them or were started as children,"
                        + " without disturbing them.",
        mixinStandardHelpOptions = true)
final class PsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "Queues, locks and the like elsewhere, to be shown instead.")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() {
        List<QueueInspection> queues = new Queues(files).look();
        List<SharedInspection> objects = new SharedObjects(files).look();
        System.out.print(QueueTable.of(queues));
        System.out.print(SharedTable.of(objects));
        if (files.isEmpty()) {
            System.out.print(ProcessTable.of(ProcessInspection.all(), queues, objects));
        }
        return 0;
    }
}
