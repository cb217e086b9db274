package dev.mitosis.queue;

import dev.mitosis.participant.Doorbells;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Waiting for several consumers at once, of one queue or of many. */
public final class Consumers {
    private Consumers() {}

    /**
     * Waits until one of them would not have to wait for what its {@link Consumer#receive} is to say: there is a message, or the queue
     * was shut down, or its last producer has died. Sleeps in the kernel, whatever the queues' {@link WaitStrategy}. Takes no
     * message; other consumers of the same queue may take it first.
     *
     * @param consumers this process's, at least one, all of them used by this thread only; for more than 128, it looks a thousand
     *     times in a second
     * @return those for which that is so; none when the time is over
     * @throws IllegalStateException when one of them is closed
     */
    public static List<Consumer> await(Collection<? extends Consumer> consumers, Duration timeout)
            throws InterruptedException {
        if (consumers.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to wait for, consumers=" + consumers);
        }
        List<QueueConsumer> all =
                consumers.stream().map(QueueConsumer.class::cast).toList();
        long deadline = Waiting.deadline(timeout);
        List<Consumer> ready = ready(all);
        if (!ready.isEmpty()) {
            return ready;
        }
        Doorbells bells = new Doorbells(
                all.stream().map(consumer -> consumer.waiting().bell()).toList());
        for (long left = deadline - System.nanoTime(); left > 0; left = deadline - System.nanoTime()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            bells.sleep(() -> isOneWorthWaking(all), left);
            all.forEach(consumer -> consumer.waiting().afterSleep());
            ready = ready(all);
            if (!ready.isEmpty()) {
                return ready;
            }
        }
        return ready;
    }

    private static List<Consumer> ready(List<QueueConsumer> all) {
        return all.stream()
                .filter(QueueConsumer::wouldNotWait)
                .map(Consumer.class::cast)
                .toList();
    }

    private static boolean isOneWorthWaking(List<QueueConsumer> all) {
        for (QueueConsumer consumer : all) {
            if (consumer.waiting().isWorthWaking()) {
                return true;
            }
        }
        return false;
    }
}
