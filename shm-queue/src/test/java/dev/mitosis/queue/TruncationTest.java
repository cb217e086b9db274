package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.InSharedMemory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody cuts a queue's file off while it is in use; each use is tried on a queue of its own. */
class TruncationTest {
    @TempDir(factory = InSharedMemory.class)
    Path directory;

    enum Use {
        CLAIM {
            @Override
            void of(MessageQueue queue, Producer producer, Consumer consumer) {
                producer.claim(producer.maxMessageLength());
            }
        },
        OFFER {
            @Override
            void of(MessageQueue queue, Producer producer, Consumer consumer) {
                producer.offer(new byte[24]);
            }
        },
        POLL {
            @Override
            void of(MessageQueue queue, Producer producer, Consumer consumer) {
                consumer.poll();
            }
        },
        DRAIN {
            @Override
            void of(MessageQueue queue, Producer producer, Consumer consumer) {
                consumer.drain(message -> {}, 10);
            }
        },
        RECEIVE {
            @Override
            void of(MessageQueue queue, Producer producer, Consumer consumer) throws InterruptedException {
                consumer.receive();
            }
        },
        PRODUCER {
            @Override
            void of(MessageQueue queue, Producer producer, Consumer consumer) {
                queue.producer();
            }
        },
        SHUT_DOWN {
            @Override
            void of(MessageQueue queue, Producer producer, Consumer consumer) {
                queue.shutDown();
            }
        };

        abstract void of(MessageQueue queue, Producer producer, Consumer consumer) throws InterruptedException;
    }

    @Test
    void everyUseIsRefusedAndTheProcessLives() {
        ChildJvm.Ended ended =
                ChildJvm.run(Program.class, List.of("-XX:TieredStopAtLevel=1", "-XX:ErrorFile=/dev/null"), directory);
        String refusals = Arrays.stream(Use.values())
                .map(use -> use + " CorruptQueueException\n")
                .collect(Collectors.joining());
        assertEquals(new ChildJvm.Ended(0, refusals), ended);
    }

    static final class Program {
        public static void main(String[] args) throws IOException {
            for (Use use : Use.values()) {
                System.out.println(use + " " + outcome(use, Path.of(args[0], use.name())));
            }
            System.out.flush();
            // Closing would meet the same pages.
            Runtime.getRuntime().halt(0);
        }

        private static String outcome(Use use, Path path) throws IOException {
            MessageQueue queue = MessageQueue.at(path).capacity(1 << 16).open();
            Producer producer = queue.producer();
            Consumer consumer = queue.consumer();
            for (int i = 0; i < 1_000; i++) {
                producer.offer(new byte[24]);
                consumer.poll();
                producer.offer(new byte[24]);
            }
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                file.truncate(0);
            }
            try {
                use.of(queue, producer, consumer);
                return "nothing";
            } catch (Exception | Error e) {
                return e.getClass().getSimpleName();
            }
        }
    }
}
