package dev.mitosis.queue;

import java.nio.file.Path;

/** Makes the queues that a contract's tests are about: one for each topology. */
@FunctionalInterface
interface QueueFactory {
    MessageQueue open(Path path, long capacity, WaitStrategy strategy);
}
