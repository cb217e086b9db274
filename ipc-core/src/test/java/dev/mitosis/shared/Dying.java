package dev.mitosis.shared;

import dev.mitosis.ipc.Body;
import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.StartMethod;
import java.io.Serializable;
import java.util.concurrent.locks.LockSupport;

/** A child that does something, and then waits to be killed. */
final class Dying implements AutoCloseable {
    private final SharedBoolean ready = Shared.anonymous().booleanValue();
    private final ChildProcess<Integer> child;

    interface Deed extends Serializable {
        void run() throws Exception;
    }

    Dying(StartMethod method, Deed deed) {
        SharedBoolean done = ready;
        Body<Integer> body = () -> {
            deed.run();
            done.set(true);
            while (true) {
                LockSupport.park();
            }
        };
        child = Scenario.start(method, body);
    }

    /** Once it has done its deed. */
    void awaitReady() {
        while (!ready.get()) {
            if (!child.isAlive()) {
                throw new AssertionError("it has ended by itself: " + child);
            }
            LockSupport.parkNanos(100_000);
        }
    }

    void kill() {
        awaitReady();
        close();
    }

    @Override
    public void close() {
        child.kill();
        try {
            child.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
