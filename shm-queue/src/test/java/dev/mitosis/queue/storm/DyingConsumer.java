package dev.mitosis.queue.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.participant.PeerDiedException;
import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.Message;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import dev.mitosis.queue.Topology;
import dev.mitosis.testing.Background;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/**
 * The child receives. What it has not read is received by its successor, once, and what it has read and released by nobody
 * else; where each consumer gets all, the other one does.
 */
final class DyingConsumer extends KillPointRound {
    private static final int DRAINED = 3;

    private final boolean isBroadcast;
    private final Producer producer;
    private final CountDownLatch childIsGone = new CountDownLatch(1);
    private Background<Void> sending;
    private Background<List<Integer>> witnessing;
    private int next;

    DyingConsumer(KillPointBoard board, Path path, Topology topology) {
        super(board, path, topology);
        isBroadcast = topology == Topology.BROADCAST || topology == Topology.LOSSY_BROADCAST;
        producer = queue.producer();
    }

    @Override
    void play(MessageQueue own) throws InterruptedException {
        try (Consumer consumer = own.consumer()) {
            board.setJoined();
            while (next < MESSAGES) {
                if (next % 5 == 2) {
                    consumer.drain(this::take, Math.min(DRAINED, MESSAGES - next));
                } else {
                    Message message = consumer.receive(LIMIT);
                    assertNotNull(message, () -> "asleep for " + LIMIT + " after " + next);
                    take(message);
                    consumer.release();
                }
                board.setReleased(next);
            }
        }
    }

    private void take(Message message) {
        int number = number(message);
        assertTrue(
                topology == Topology.LOSSY_BROADCAST ? number >= next : number == next,
                () -> number + " after " + next);
        next = number + 1;
        board.setTaken(next);
    }

    @Override
    void begin() {
        if (isBroadcast) {
            Consumer witness = queue.consumer();
            witnessing = Background.start(() -> receiveAll(witness));
        }
        sending = Background.start(() -> {
            while (!board.isJoined() && childIsGone.getCount() > 0) {
                Thread.onSpinWait();
            }
            for (int number = 0; number < MESSAGES; number++) {
                sendToAnybody(number);
            }
            childIsGone.await();
            sendToAnybody(LAST);
            return null;
        });
    }

    private void sendToAnybody(int number) throws InterruptedException {
        while (true) {
            try {
                send(producer, number);
                return;
            } catch (PeerDiedException successorIsToCome) {
                Thread.onSpinWait();
            }
        }
    }

    @Override
    void check(boolean survived) throws Exception {
        try (Consumer successor = queue.consumer()) {
            childIsGone.countDown();
            List<Integer> numbers = receiveAll(successor);
            sending.result();
            if (isBroadcast) {
                checkWitnessed(witnessing.result());
            } else {
                checkReceived(numbers.subList(0, numbers.size() - 1));
            }
            assertTrue(!survived || board.taken() == MESSAGES, numbers::toString);
        }
    }

    private void checkWitnessed(List<Integer> numbers) {
        List<Integer> all = IntStream.range(0, MESSAGES).boxed().toList();
        if (topology == Topology.BROADCAST) {
            assertEquals(all, numbers.subList(0, numbers.size() - 1));
        } else {
            assertTrue(isAscending(numbers), numbers::toString);
        }
    }

    private void checkReceived(List<Integer> numbers) {
        int first = MESSAGES - numbers.size();
        assertEquals(IntStream.range(first, MESSAGES).boxed().toList(), numbers);
        assertTrue(first >= board.released(), () -> "again: " + board.released() + " were released, got " + numbers);
        assertTrue(first <= board.taken(), () -> "lost: only " + board.taken() + " were read, got " + numbers);
    }
}
