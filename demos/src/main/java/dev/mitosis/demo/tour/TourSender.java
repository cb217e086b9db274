package dev.mitosis.demo.tour;

import dev.mitosis.ipc.Program;
import dev.mitosis.queue.Message;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Sends the numbers from 0, and then shuts the queue down. */
public final class TourSender implements Program {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public int run(List<String> arguments) throws InterruptedException {
        long count = Long.parseLong(arguments.get(1));
        try (MessageQueue queue = MessageQueue.at(Path.of(arguments.get(0))).openExisting();
                Producer producer = queue.producer()) {
            for (long number = 0; number < count; number++) {
                Message message = producer.claim(Long.BYTES, PATIENCE);
                message.putLong(0, number);
                producer.commit();
            }
            queue.shutDown();
        }
        return 0;
    }
}
