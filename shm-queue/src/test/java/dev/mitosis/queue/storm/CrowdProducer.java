package dev.mitosis.queue.storm;

import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import dev.mitosis.queue.Topology;
import dev.mitosis.queue.WaitStrategy;
import java.nio.file.Path;

/** One of several producers. */
final class CrowdProducer {
    private CrowdProducer() {}

    /** Arguments: queue, board, wait strategy, number of this producer. */
    public static void main(String[] arguments) throws Exception {
        StormChild.awaitTurn();
        int self = Integer.parseInt(arguments[3]);
        try (CrowdBoard board = CrowdBoard.open(Path.of(arguments[1]));
                MessageQueue queue = MessageQueue.at(Path.of(arguments[0]))
                        .waitStrategy(WaitStrategy.valueOf(arguments[2]))
                        .openExisting();
                Producer producer = queue.producer()) {
            boolean counted = queue.topology() != Topology.BROADCAST;
            new StormSender(producer, self, board.stop()::isSendingOver, count -> board.setCommitted(self, count))
                    .run(counted ? CrowdBoard.MOST_MESSAGES : Long.MAX_VALUE);
        }
    }
}
