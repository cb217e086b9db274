package dev.mitosis.queue.storm;

import dev.mitosis.participant.PeerDiedException;
import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.Message;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Receives until the storm is over and the queue is empty. */
final class StormReceiver {
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private StormReceiver() {}

    /** The next message; null when there will be none. */
    static Message next(Consumer consumer, BooleanSupplier stopped) throws InterruptedException {
        while (true) {
            boolean last = stopped.getAsBoolean();
            try {
                Message message = consumer.receive(PATIENCE);
                if (message != null || last) {
                    return message;
                }
            } catch (PeerDiedException noProducerIsLeft) {
                // Another one will come.
            }
        }
    }
}
