package dev.mitosis.queue.storm;

import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.Message;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.WaitStrategy;
import java.nio.file.Path;
import java.util.List;

/** Receives and checks until the storm is over and the queue is empty; mostly, it is killed before that. */
final class StormConsumer {
    private final StormBoard board;
    private final Consumer consumer;
    private long seen;

    private StormConsumer(StormBoard board, Consumer consumer) {
        this.board = board;
        this.consumer = consumer;
    }

    /** Arguments: queue, board, wait strategy. */
    static void play(List<String> arguments) throws Exception {
        try (StormBoard board = StormBoard.open(Path.of(arguments.get(1)));
                MessageQueue queue = MessageQueue.at(Path.of(arguments.get(0)))
                        .waitStrategy(WaitStrategy.valueOf(arguments.get(2)))
                        .openExisting();
                Consumer consumer = queue.consumer()) {
            new StormConsumer(board, consumer).run();
        }
    }

    private void run() throws InterruptedException {
        Message first = next();
        if (first == null) {
            return;
        }
        checkFirst(StormMessage.check(first));
        for (Message message = next(); message != null; message = next()) {
            long id = StormMessage.check(message);
            checkFollows(seen, id);
            note(id);
        }
    }

    /** The next message; null when there will be none. Asking for it releases the one before. */
    private Message next() throws InterruptedException {
        consumer.release();
        if (seen != 0) {
            board.setReleased(seen);
        }
        return StormReceiver.next(consumer, board.stop()::isReceivingOver);
    }

    /** A new consumer gets what the last one had read and not released, or what follows that; nothing older or newer. */
    private void checkFirst(long id) {
        if (id <= board.released()) {
            throw new AssertionError("delivered again after its release: " + StormMessage.describe(id) + ", released="
                    + StormMessage.describe(board.released()));
        }
        if (id > board.seen()) {
            checkFollows(board.seen(), id);
            note(id);
        } else {
            seen = id;
        }
    }

    private void checkFollows(long before, long id) {
        int producer = StormMessage.producer(before);
        if (id == before + 1) {
            return;
        }
        boolean isFirstOfItsProducer = StormMessage.sequence(id) == 0 && StormMessage.producer(id) > producer;
        if (!isFirstOfItsProducer || StormMessage.sequence(before) + 1 < board.committed(producer)) {
            throw lost(before, id);
        }
        for (int between = producer + 1; between < StormMessage.producer(id); between++) {
            if (board.committed(between) != 0) {
                throw lost(before, id);
            }
        }
    }

    private void note(long id) {
        seen = id;
        if (id > board.seen()) {
            board.setSeen(id);
        }
    }

    private AssertionError lost(long before, long id) {
        return new AssertionError("lost: after " + StormMessage.describe(before) + " came " + StormMessage.describe(id)
                + ", committed=" + board.committed(StormMessage.producer(before)));
    }
}
