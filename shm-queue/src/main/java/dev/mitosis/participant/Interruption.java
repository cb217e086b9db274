package dev.mitosis.participant;

import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.util.Set;

/**
 * Lets {@link Thread#interrupt()} wake a thread that sleeps in a system call. The JDK has one hook for that, for selectors:
 * interrupting a thread between {@code begin} and {@code end} calls the selector's {@code wakeup}. So this is a selector
 * that selects nothing. Thread-safe.
 */
public final class Interruption extends AbstractSelector {
    private final Runnable wake;

    /** What {@code wake} does has to end the sleep of the thread that is interrupted; it may run on any thread. */
    public Interruption(Runnable wake) {
        super(null);
        this.wake = wake;
    }

    /** Runs {@code sleep}; an interrupt before or during it runs {@code wake}, and leaves the thread's status set. */
    public void during(Runnable sleep) {
        begin();
        try {
            sleep.run();
        } finally {
            end();
        }
    }

    @Override
    public Selector wakeup() {
        wake.run();
        return this;
    }

    @Override
    protected void implCloseSelector() {}

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<SelectionKey> keys() {
        return Set.of();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return Set.of();
    }

    @Override
    public int selectNow() {
        return 0;
    }

    @Override
    public int select(long timeoutMillis) {
        return 0;
    }

    @Override
    public int select() {
        return 0;
    }
}
