package dev.mitosis.queue.storm;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.mitosis.participant.PeerDiedException;
import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.Message;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import dev.mitosis.queue.QueueBuilder;
import dev.mitosis.queue.Role;
import dev.mitosis.queue.Topology;
import dev.mitosis.queue.WaitStrategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One child's life at one end of a queue, and what its parent does at the other. Messages are numbered from 0. */
abstract class KillPointRound implements AutoCloseable {
    static final int MESSAGES = 60;
    /** What is sent when the child is gone. */
    static final int LAST = 1000;

    static final Duration LIMIT = Duration.ofSeconds(15);

    private static final int CAPACITY = 4096;
    private static final int LONGEST = 140;
    /** So many bring a ring near its end, so that it wraps under the child's hands. */
    private static final int BEFORE = 40;

    final KillPointBoard board;
    final Topology topology;
    final MessageQueue queue;
    private final Path path;

    KillPointRound(KillPointBoard board, Path path, Topology topology) {
        this.board = board;
        this.path = path;
        this.topology = topology;
        this.queue = open();
        try (Producer producer = queue.producer();
                Consumer consumer = queue.consumer()) {
            for (int i = 0; i < BEFORE; i++) {
                producer.offer(new byte[i]);
                consumer.poll();
            }
        }
    }

    static KillPointRound of(Role dying, KillPointBoard board, Path path, Topology topology) {
        return dying == Role.PRODUCER
                ? new DyingProducer(board, path, topology)
                : new DyingConsumer(board, path, topology);
    }

    /** In the child: the end it plays; its exit code. */
    final int playAndDie() {
        try (MessageQueue own = open()) {
            play(own);
            return 0;
        } catch (Throwable failure) {
            failure.printStackTrace();
            return 1;
        }
    }

    abstract void play(MessageQueue own) throws InterruptedException;

    /** In the parent, when there is a child. */
    abstract void begin();

    /** In the parent, when the child is gone. */
    abstract void check(boolean survived) throws Exception;

    private MessageQueue open() {
        QueueBuilder builder = MessageQueue.at(path)
                .topology(topology)
                .capacity(topology == Topology.MPMC ? 4L * CAPACITY : CAPACITY)
                .waitStrategy(WaitStrategy.BLOCK);
        return topology == Topology.MPMC ? builder.maxMessageLength(LONGEST).open() : builder.open();
    }

    static int length(int number) {
        return Long.BYTES + number * 13 % (LONGEST - Long.BYTES);
    }

    static void write(Message message, int number) {
        byte[] content = new byte[length(number) - Long.BYTES];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) (number * 31 + i * 7);
        }
        message.putLong(0, number);
        message.putBytes(Long.BYTES, content, 0, content.length);
    }

    static void send(Producer producer, int number) throws InterruptedException {
        Message message = producer.claim(length(number), LIMIT);
        if (message == null) {
            throw new AssertionError("no room within " + LIMIT + ", number=" + number);
        }
        write(message, number);
        producer.commit();
    }

    /** A message's number, once all of it is found right. */
    static int number(Message message) {
        int number = (int) message.getLong(0);
        boolean whole = message.length() == length(number);
        for (int i = 0; whole && i < message.length() - Long.BYTES; i++) {
            whole = message.getByte(Long.BYTES + i) == (byte) (number * 31 + i * 7);
        }
        if (!whole) {
            throw new AssertionError("torn, number=" + number + ", length=" + message.length());
        }
        return number;
    }

    /** Up to the last message. */
    static List<Integer> receiveAll(Consumer consumer) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.isEmpty() || numbers.get(numbers.size() - 1) != LAST) {
            try {
                Message message = consumer.receive(LIMIT);
                assertNotNull(message, () -> "asleep for " + LIMIT + " after " + numbers);
                numbers.add(number(message));
            } catch (PeerDiedException successorIsToCome) {
                Thread.onSpinWait();
            }
        }
        return numbers;
    }

    static boolean isAscending(List<Integer> numbers) {
        return IntStream.range(1, numbers.size()).allMatch(i -> numbers.get(i - 1) < numbers.get(i));
    }

    @Override
    public void close() {
        queue.close();
    }
}
