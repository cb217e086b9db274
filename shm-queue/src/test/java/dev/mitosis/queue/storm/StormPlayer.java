package dev.mitosis.queue.storm;

import java.util.List;

/** What a process of a storm plays. */
enum StormPlayer {
    PRODUCER(StormProducer::play),
    CONSUMER(StormConsumer::play),
    CROWD_PRODUCER(CrowdProducer::play),
    CROWD_CONSUMER(CrowdConsumer::play);

    private interface Part {
        void play(List<String> arguments) throws Exception;
    }

    private final Part part;

    StormPlayer(Part part) {
        this.part = part;
    }

    /** Until the storm is over. */
    void play(List<String> arguments) throws Exception {
        part.play(arguments);
    }
}
