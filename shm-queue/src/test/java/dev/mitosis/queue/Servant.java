package dev.mitosis.queue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that does to a queue what it is told, a line at a time, and answers each with a line. Messages are numbers
 * of eight bytes. It ends with its input.
 */
final class Servant {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private MessageQueue queue;
    private Producer producer;
    private Consumer consumer;

    private Servant() {}

    public static void main(String[] args) throws Exception {
        Servant servant = new Servant();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            System.out.println(servant.answer(line.split(" ", -1)));
        }
        System.exit(0);
    }

    private String answer(String[] words) {
        try {
            return obey(words);
        } catch (RuntimeException | InterruptedException refused) {
            return refused.getClass().getSimpleName() + ": " + refused.getMessage();
        }
    }

    private String obey(String[] words) throws InterruptedException {
        switch (words[0]) {
            case "open" -> open(Path.of(words[1]), WaitStrategy.valueOf(words[2]));
            case "join" -> join(Path.of(words[1]), WaitStrategy.valueOf(words[2]));
            case "produce" -> producer = queue.producer();
            case "consume" -> consumer = queue.consumer();
            case "send" -> send(number(words[1]), number(words[2]));
            case "stage" -> stage(number(words[1]), number(words[2]));
            case "claim" -> producer.claim(8).putLong(0, -1);
            case "receive" -> {
                return receive(number(words[1]));
            }
            case "hold" -> {
                return String.valueOf(consumer.receive(LIMIT).getLong(0));
            }
            case "leave" -> queue.close();
            case "make" -> make(words[1], number(words[2]));
            case "delete" -> delete(Path.of(words[1]));
            case "list" -> {
                return list(Path.of(words[1]));
            }
            default -> throw new IllegalArgumentException("no such command, command=" + words[0]);
        }
        return "ok";
    }

    private void open(Path path, WaitStrategy strategy) {
        if (queue != null) {
            queue.close();
        }
        queue = MessageQueue.at(path)
                .capacity(QueueContract.CAPACITY)
                .waitStrategy(strategy)
                .open();
    }

    private void join(Path path, WaitStrategy strategy) {
        queue = MessageQueue.at(path).waitStrategy(strategy).openExisting();
    }

    /** Makes a queue at this path, or an anonymous one, and closes it. */
    private static void make(String path, int capacity) {
        QueueBuilder builder = path.equals("anonymous") ? MessageQueue.anonymous() : MessageQueue.at(Path.of(path));
        builder.capacity(capacity).open().close();
    }

    private static void delete(Path path) {
        try (MessageQueue unwanted = MessageQueue.at(path).openExisting()) {
            unwanted.delete();
        }
    }

    private static String list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().collect(Collectors.joining(" "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(int from, int count) throws InterruptedException {
        for (int i = from; i < from + count; i++) {
            producer.claim(8, LIMIT).putLong(0, i);
            producer.commit();
        }
    }

    private void stage(int from, int count) throws InterruptedException {
        producer.beginBatch();
        send(from, count);
    }

    private String receive(int count) throws InterruptedException {
        StringJoiner numbers = new StringJoiner(" ");
        for (int i = 0; i < count; i++) {
            numbers.add(String.valueOf(consumer.receive(LIMIT).getLong(0)));
        }
        consumer.release();
        return numbers.toString();
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }
}
