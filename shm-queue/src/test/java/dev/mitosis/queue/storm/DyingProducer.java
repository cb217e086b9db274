package dev.mitosis.queue.storm;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.Message;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import dev.mitosis.queue.Topology;
import dev.mitosis.testing.Background;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The child sends; all that it has published is received, or counted as missed, once and in order, and then what its successor sends. */
final class DyingProducer extends KillPointRound {
    private static final int BATCH = 3;

    private final Consumer consumer;
    private Background<List<Integer>> receiving;

    DyingProducer(KillPointBoard board, Path path, Topology topology) {
        super(board, path, topology);
        consumer = queue.consumer();
    }

    @Override
    void play(MessageQueue own) throws InterruptedException {
        try (Producer producer = own.producer()) {
            int number = 0;
            while (number < MESSAGES) {
                switch (number % 5) {
                    case 1 -> {
                        claimInVain(producer);
                        sendShortened(producer, number);
                        number++;
                    }
                    case 2 -> {
                        sendBatch(producer, number);
                        number += BATCH;
                    }
                    default -> {
                        board.setIntended(number + 1);
                        send(producer, number);
                        number++;
                    }
                }
                board.setCommitted(number);
            }
        }
    }

    private static void claimInVain(Producer producer) throws InterruptedException {
        assertNotNull(producer.claim(length(0), LIMIT));
        producer.abort();
    }

    private void sendShortened(Producer producer, int number) throws InterruptedException {
        board.setIntended(number + 1);
        Message message = producer.claim(producer.maxMessageLength() / 8 + length(number) / 2, LIMIT);
        if (message.length() < length(number)) {
            producer.abort();
            send(producer, number);
            return;
        }
        write(message, number);
        producer.commit(length(number));
    }

    private void sendBatch(Producer producer, int first) throws InterruptedException {
        board.setIntended(first + BATCH);
        producer.beginBatch();
        for (int i = 0; i < BATCH; i++) {
            send(producer, first + i);
        }
        producer.endBatch();
    }

    @Override
    void begin() {
        receiving = Background.start(() -> receiveAll(consumer));
    }

    /** Without gaps, where nobody can be too slow. */
    private boolean isInOrder(List<Integer> numbers) {
        return topology == Topology.LOSSY_BROADCAST
                ? isAscending(numbers)
                : numbers.equals(IntStream.range(0, numbers.size()).boxed().toList());
    }

    @Override
    void check(boolean survived) throws Exception {
        try (Producer successor = queue.producer()) {
            send(successor, LAST);
            List<Integer> numbers = receiving.result();
            numbers.remove(numbers.size() - 1);
            long missed = consumer.missed();
            long count = numbers.size() + missed;
            assertTrue(isInOrder(numbers), () -> "out of order: " + numbers);
            assertTrue(count >= board.committed(), () -> "lost: " + board.committed() + " were sent, got " + numbers);
            assertTrue(count <= board.intended(), () -> "not sent: only " + board.intended() + " were, got " + numbers);
            assertTrue(!survived || count == MESSAGES, () -> "got " + numbers);
        }
    }
}
