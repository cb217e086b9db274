package dev.mitosis.queue.storm;

import dev.mitosis.participant.PeerDiedException;
import dev.mitosis.queue.Message;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import dev.mitosis.queue.Topology;
import dev.mitosis.queue.WaitStrategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** Sends until it is told to stop, singly and in batches; mostly, it is killed before that. */
final class CrowdProducer {
    private static final Duration PATIENCE = Duration.ofMillis(200);
    private static final int LONGEST_BATCH = 20;

    private final CrowdBoard board;
    private final Producer producer;
    private final int self;
    private final long most;
    private long sequence;

    private CrowdProducer(CrowdBoard board, Producer producer, int self, long most) {
        this.board = board;
        this.producer = producer;
        this.self = self;
        this.most = most;
    }

    /** Arguments: queue, board, wait strategy, number of this producer. */
    public static void main(String[] arguments) throws Exception {
        StormChild.awaitTurn();
        int self = Integer.parseInt(arguments[3]);
        try (CrowdBoard board = CrowdBoard.open(Path.of(arguments[1]));
                MessageQueue queue = MessageQueue.at(Path.of(arguments[0]))
                        .waitStrategy(WaitStrategy.valueOf(arguments[2]))
                        .openExisting();
                Producer producer = queue.producer()) {
            long most = queue.topology() == Topology.BROADCAST ? Long.MAX_VALUE : CrowdBoard.MOST_MESSAGES;
            new CrowdProducer(board, producer, self, most).run(new Random(self));
        }
    }

    private void run(Random random) throws InterruptedException {
        while (!board.isStopped()) {
            int batch = random.nextInt(2 * LONGEST_BATCH) - LONGEST_BATCH;
            if (sequence >= most - LONGEST_BATCH) {
                Thread.sleep(1);
            } else if (batch <= 0) {
                send();
            } else {
                producer.beginBatch();
                for (int i = 0; i < batch && !board.isStopped(); i++) {
                    send();
                }
                producer.endBatch();
            }
            board.setCommitted(self, sequence);
        }
    }

    private void send() throws InterruptedException {
        long id = StormMessage.id(self, sequence);
        Message message = null;
        while (message == null) {
            try {
                message = producer.claim(StormMessage.length(id), PATIENCE);
            } catch (PeerDiedException allConsumersWereKilled) {
                continue; // others will come
            }
            if (message == null && board.isStopped()) {
                return;
            }
        }
        StormMessage.write(message, id);
        producer.commit();
        sequence++;
    }
}
