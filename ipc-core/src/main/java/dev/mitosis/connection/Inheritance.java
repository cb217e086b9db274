package dev.mitosis.connection;

import dev.mitosis.fork.ForkHooks;
import java.lang.ref.WeakReference;

/** Tells a connection when it finds itself in a forked child. One that nobody closes can still be collected. */
final class Inheritance implements ForkHooks.Hook {
    private final WeakReference<Connection> connection;
    private final ForkHooks.Registration registration;

    Inheritance(Connection connection) {
        this.connection = new WeakReference<>(connection);
        this.registration = ForkHooks.register(this);
    }

    @Override
    public void before() {
        if (connection.get() == null) {
            end();
        }
    }

    @Override
    public void afterInChild() {
        Connection inherited = connection.get();
        if (inherited != null) {
            inherited.disown();
        }
    }

    void end() {
        registration.close();
    }
}
