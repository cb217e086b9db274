package dev.mitosis.queue;

import dev.mitosis.fork.ForkHooks;
import java.lang.ref.WeakReference;

/** Tells a queue when it finds itself in a forked child. A queue that nobody closes can still be collected. */
final class Inheritance implements ForkHooks.Hook {
    private final WeakReference<MessageQueue> queue;
    private final ForkHooks.Registration registration;

    Inheritance(MessageQueue queue) {
        this.queue = new WeakReference<>(queue);
        this.registration = ForkHooks.register(this);
    }

    @Override
    public void before() {
        if (queue.get() == null) {
            end();
        }
    }

    @Override
    public void afterInChild() {
        MessageQueue inherited = queue.get();
        if (inherited != null) {
            inherited.disown();
        }
    }

    void end() {
        registration.close();
    }
}
