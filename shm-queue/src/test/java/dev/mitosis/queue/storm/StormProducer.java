package dev.mitosis.queue.storm;

import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import dev.mitosis.queue.WaitStrategy;
import java.nio.file.Path;

/** The producer of a queue with one. */
final class StormProducer {
    private StormProducer() {}

    /** Arguments: queue, board, wait strategy, number of this producer. */
    public static void main(String[] arguments) throws Exception {
        StormChild.awaitTurn();
        int self = Integer.parseInt(arguments[3]);
        try (StormBoard board = StormBoard.open(Path.of(arguments[1]));
                MessageQueue queue = MessageQueue.at(Path.of(arguments[0]))
                        .waitStrategy(WaitStrategy.valueOf(arguments[2]))
                        .openExisting();
                Producer producer = queue.producer()) {
            new StormSender(producer, self, board.stop()::isSendingOver, count -> board.setCommitted(self, count))
                    .run(Long.MAX_VALUE);
        }
    }
}
