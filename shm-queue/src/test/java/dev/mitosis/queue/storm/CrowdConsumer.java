package dev.mitosis.queue.storm;

import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.Message;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Topology;
import dev.mitosis.queue.WaitStrategy;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Receives and checks until the storm is over and the queue is empty; mostly, it is killed before that. */
final class CrowdConsumer {
    private final CrowdBoard board;
    private final Consumer consumer;
    private final int self;
    private final Topology topology;
    private final Map<Integer, Long> lastOf = new HashMap<>();

    private CrowdConsumer(CrowdBoard board, Consumer consumer, int self, Topology topology) {
        this.board = board;
        this.consumer = consumer;
        this.self = self;
        this.topology = topology;
    }

    /** Arguments: queue, board, wait strategy, number of this consumer. */
    static void play(List<String> arguments) throws Exception {
        try (CrowdBoard board = CrowdBoard.open(Path.of(arguments.get(1)));
                MessageQueue queue = MessageQueue.at(Path.of(arguments.get(0)))
                        .waitStrategy(WaitStrategy.valueOf(arguments.get(2)))
                        .openExisting();
                Consumer consumer = queue.consumer()) {
            new CrowdConsumer(board, consumer, Integer.parseInt(arguments.get(3)), queue.topology()).run();
        }
    }

    private void run() throws InterruptedException {
        for (Message message = next(); message != null; message = next()) {
            long id = StormMessage.check(message);
            if (topology != Topology.MPMC) {
                checkFollows(id);
            }
            board.setHeld(self, id);
            if (topology != Topology.BROADCAST) {
                board.countDelivery(id);
            }
            board.addDelivered(self);
            consumer.release();
            board.setHeld(self, CrowdBoard.NOTHING);
        }
    }

    private Message next() throws InterruptedException {
        return StormReceiver.next(consumer, board.stop()::isReceivingOver);
    }

    /** One consumer gets a producer's messages without a gap, from wherever it came in. */
    private void checkFollows(long id) {
        Long before = lastOf.put(StormMessage.producer(id), id);
        if (before != null && id != before + 1) {
            throw new AssertionError("after " + StormMessage.describe(before) + " came " + StormMessage.describe(id));
        }
    }
}
