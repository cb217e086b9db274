package dev.mitosis.queue;

import java.time.Duration;

/** A consumer of any topology: what its {@link Reader} finds, with waits, refusals and an end. */
final class QueueConsumer implements Consumer, End {
    private final Reader reader;
    private final Waiting waiting;
    private final QueueState state;
    private final Runnable leave;
    private boolean inherited;
    private volatile boolean closed;

    /**
     * @param leave frees the place in the queue
     */
    QueueConsumer(Reader reader, QueueState state, WaitingFactory waiting, Runnable leave) {
        this.reader = reader;
        this.state = state;
        this.leave = leave;
        this.waiting = waiting.create(reader::isReady);
    }

    @Override
    public Message poll() {
        checkOpen();
        try {
            reader.release();
            Message next = reader.next();
            if (next == null) {
                reader.checkIdle();
            }
            return next;
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    @Override
    public Message receive(Duration timeout) throws InterruptedException {
        Message message = poll();
        if (message == null) {
            message = lookAgainAndAgain();
        }
        if (message != null) {
            return message;
        }
        message = awaitAndTake(timeout);
        if (message != null) {
            return message;
        }
        checkOpen();
        return state.isShutDown() ? lastMessages() : null;
    }

    /** What is ready may be gone before it is taken, where a producer waits for nobody: then the next one is waited for. */
    private Message awaitAndTake(Duration timeout) throws InterruptedException {
        long deadline = Waiting.deadline(timeout);
        while (awaitMessage(deadline)) {
            Message message = takeReady();
            if (message != null || System.nanoTime() - deadline >= 0) {
                return message;
            }
        }
        return null;
    }

    Waiting waiting() {
        return waiting;
    }

    /** Whether {@link #receive} would not wait now. Takes nothing. */
    boolean wouldNotWait() {
        checkOpen();
        try {
            boolean isThere = reader.isReady();
            reader.giveBack();
            return isThere || waiting.isOver();
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    private Message lookAgainAndAgain() {
        Looks looks = waiting.looks();
        try {
            Message message = null;
            for (int left = looks.count(); message == null && left > 0; left--) {
                Waiting.pauseBetweenLooks();
                message = reader.next();
            }
            looks.ended(message != null);
            return message;
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    private boolean awaitMessage(long deadline) throws InterruptedException {
        boolean ready = false;
        try {
            ready = waiting.awaitAfterLooks(deadline);
            return ready;
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        } finally {
            if (!ready) {
                reader.giveBack();
            }
        }
    }

    private Message takeReady() {
        try {
            return poll();
        } finally {
            // Nothing, unless this end was closed meanwhile, or passed.
            reader.giveBack();
        }
    }

    /** What was sent before the shut-down is there by now, if it was not when the time was over. */
    private Message lastMessages() {
        reader.beforeEnd();
        Message last = poll();
        if (last == null) {
            state.throwIfShutDown();
        }
        return last;
    }

    @Override
    public int drain(MessageHandler handler, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a drain takes at least a message, limit=" + limit);
        }
        checkOpen();
        try {
            reader.release();
            int count = drainAndRelease(handler, limit);
            if (count == 0) {
                reader.checkIdle();
            }
            return count;
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    private int drainAndRelease(MessageHandler handler, int limit) {
        try {
            return reader.drain(handler, limit);
        } finally {
            reader.release();
        }
    }

    @Override
    public void release() {
        try {
            reader.release();
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    @Override
    public long missed() {
        return reader.missed();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            reader.release();
            closed = true;
            reader.stop();
            waiting.end();
            reader.leave();
            leave.run();
        }
    }

    @Override
    public void disown() {
        inherited = true;
        closed = true;
        reader.stop();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(
                    inherited ? "the consumer is the parent process's: take one here" : "the consumer is closed");
        }
    }
}
