package dev.mitosis.queue.storm;

import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import dev.mitosis.queue.Topology;
import dev.mitosis.queue.WaitStrategy;
import java.nio.file.Path;
import java.util.List;

/** One of several producers. */
final class CrowdProducer {
    private CrowdProducer() {}

    /** Arguments: queue, board, wait strategy, number of this producer. */
    static void play(List<String> arguments) throws Exception {
        int self = Integer.parseInt(arguments.get(3));
        try (CrowdBoard board = CrowdBoard.open(Path.of(arguments.get(1)));
                MessageQueue queue = MessageQueue.at(Path.of(arguments.get(0)))
                        .waitStrategy(WaitStrategy.valueOf(arguments.get(2)))
                        .openExisting();
                Producer producer = queue.producer()) {
            boolean counted = queue.topology() != Topology.BROADCAST;
            new StormSender(producer, self, board.stop()::isSendingOver, count -> board.setCommitted(self, count))
                    .run(counted ? CrowdBoard.MOST_MESSAGES : Long.MAX_VALUE);
        }
    }
}
