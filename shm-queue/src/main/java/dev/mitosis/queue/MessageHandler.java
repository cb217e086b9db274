package dev.mitosis.queue;

/** Takes messages, one after the other. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * @param message valid only during this call
     */
    void onMessage(Message message);
}
