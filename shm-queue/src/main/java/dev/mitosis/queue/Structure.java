package dev.mitosis.queue;

/** How a topology's messages lie in the file, and who reads and writes them. */
interface Structure {
    /** The longest message, in bytes. */
    int maxMessageLength();

    /** The end of who has this place. */
    AbstractProducer producer(Place place);

    /** The end of who has this place. */
    QueueConsumer consumer(Place place);
}
