package dev.mitosis.queue.storm;

import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Topology;
import java.nio.file.Path;

/** The queue of a crowd, into which the longest of a storm's messages fits. */
final class CrowdQueue {
    private static final int LONGEST_MESSAGE = 1608;
    private static final int CAPACITY = 1 << 16;

    private CrowdQueue() {}

    static void make(Path path, Topology topology, int producers, int consumers) {
        var builder = MessageQueue.at(path)
                .topology(topology)
                .producers(producers)
                .consumers(consumers)
                .capacity(CAPACITY);
        (topology == Topology.MPMC ? builder.maxMessageLength(LONGEST_MESSAGE) : builder)
                .open()
                .close();
    }
}
