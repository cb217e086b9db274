package dev.mitosis.queue.storm;

import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import dev.mitosis.queue.WaitStrategy;
import java.nio.file.Path;
import java.util.List;

/** The producer of a queue with one. */
final class StormProducer {
    private StormProducer() {}

    /** Arguments: queue, board, wait strategy, number of this producer. */
    static void play(List<String> arguments) throws Exception {
        int self = Integer.parseInt(arguments.get(3));
        try (StormBoard board = StormBoard.open(Path.of(arguments.get(1)));
                MessageQueue queue = MessageQueue.at(Path.of(arguments.get(0)))
                        .waitStrategy(WaitStrategy.valueOf(arguments.get(2)))
                        .openExisting();
                Producer producer = queue.producer()) {
            new StormSender(producer, self, board.stop()::isSendingOver, count -> board.setCommitted(self, count))
                    .run(Long.MAX_VALUE);
        }
    }
}
