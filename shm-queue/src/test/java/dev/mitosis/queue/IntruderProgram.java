package dev.mitosis.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mitosis.memory.SharedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** A second user, who does to paths, or to a handle, what it is told. Arguments: verb and path, again and again. Prints a line for each. */
final class IntruderProgram {
    private IntruderProgram() {}

    public static void main(String[] arguments) {
        for (int at = 0; at < arguments.length; at += 2) {
            System.out.println(outcome(arguments[at], arguments[at + 1]));
        }
        System.exit(0);
    }

    private static String outcome(String verb, String object) {
        try {
            return act(verb, object);
        } catch (RuntimeException | IOException refused) {
            return refused.getClass().getSimpleName() + ": " + refused.getMessage();
        }
    }

    private static String act(String verb, String object) throws IOException {
        Path path = Path.of(object);
        switch (verb) {
            case "openByHandle" -> MessageQueue.byHandle(object).open().close();
            case "open" -> MessageQueue.at(path).open().close();
            case "openExisting" -> MessageQueue.at(path).openExisting().close();
            case "inspect" -> QueueInspection.of(path);
            case "delete" -> Files.delete(path);
            case "list" -> list(path);
            case "openNamedIn" -> named(path).close();
            case "talkToItselfIn" -> {
                return talk(path);
            }
            case "offerToAll" -> {
                MessageQueue.at(path).open().close();
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));
            }
            default -> throw new IllegalArgumentException("no such verb, verb=" + verb);
        }
        return "done";
    }

    private static void list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            entries.forEach(System.out::println);
        }
    }

    private static MessageQueue named(Path directory) {
        System.setProperty(SharedDirectory.DIRECTORY_PROPERTY, directory.toString());
        return MessageQueue.named("orders").capacity(QueueContract.CAPACITY).open();
    }

    private static String talk(Path directory) {
        try (MessageQueue queue = named(directory);
                Producer producer = queue.producer();
                Consumer consumer = queue.consumer()) {
            producer.offer("its own".getBytes(UTF_8));
            return QueueContract.text(consumer.poll());
        }
    }
}
