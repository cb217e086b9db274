package dev.mitosis.queue;

import java.time.Duration;

/** A producer of any topology: what all refuse in the same way, waits, and an end. */
abstract class AbstractProducer implements Producer, End {
    final Message message;
    final int maxMessageLength;
    private final QueueState state;
    private final Waiting waiting;
    private final Runnable leave;
    private int wanted;
    private boolean batching;
    private boolean inherited;
    private volatile boolean closed;

    /**
     * @param leave frees the place in the queue
     */
    AbstractProducer(Message message, int maxMessageLength, QueueState state, WaitingFactory waiting, Runnable leave) {
        this.message = message;
        this.maxMessageLength = maxMessageLength;
        this.state = state;
        this.leave = leave;
        this.waiting = waiting.create(() -> reserve(wanted));
    }

    /** Whether there is room for a message, which is this producer's then, until it claims or stops. */
    abstract boolean reserve(int length);

    /** Moves the message to the room that was reserved. */
    abstract void moveToReserved(int length);

    /** Publishes the claimed message, or keeps it for the batch. */
    abstract void commitClaimed(int length);

    /** The same, when it is shorter than it was claimed. */
    abstract void commitShorter(int length);

    /** Gives back what was claimed. */
    abstract void abortClaimed();

    /** Gives back what was reserved and not claimed. */
    void giveBack() {}

    /** What is committed is kept from now on, or no longer. */
    abstract void keep(boolean keeping);

    /** Publishes what was kept. By its owner, or by who closes it while the owner waits for room: then nothing is kept. */
    abstract void publishKept();

    /** From now on every claim ends in {@link #reserve}. */
    abstract void stop();

    /** What was reserved or kept is not this process's. */
    abstract void forget();

    /** Leaves things in order for whoever comes next. */
    abstract void finish();

    @Override
    public int maxMessageLength() {
        return maxMessageLength;
    }

    @Override
    public Message claim(int length) {
        try {
            if (!reserveIfAllowed(length)) {
                return null;
            }
            moveToReserved(length);
            return message;
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
    }

    /** Whether there is room for a message, as {@link #reserve}; refuses what must not be claimed now. */
    final boolean reserveIfAllowed(int length) {
        if (message.isSomewhere() || length < 0 || length > maxMessageLength) {
            throw refusal(length);
        }
        return reserve(length);
    }

    @Override
    public Message claim(int length, Duration timeout) throws InterruptedException {
        Message now = claim(length);
        if (now != null) {
            return now;
        }
        wanted = length;
        try {
            boolean reserved = waiting.await(timeout);
            checkOpen();
            if (!reserved) {
                return null;
            }
            moveToReserved(length);
            return message;
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        } finally {
            if (!message.isSomewhere()) {
                giveBack();
            }
        }
    }

    @Override
    public void commit() {
        int length = message.claimedLength();
        if (length < 0) {
            throw new IllegalStateException("no message is claimed");
        }
        commitClaimed(length);
    }

    @Override
    public void commit(int length) {
        if (length < 0 || !message.isSomewhere() || length > message.length()) {
            throw new IllegalStateException("no message of that length is claimed, length=" + length);
        }
        commitShorter(length);
    }

    @Override
    public void abort() {
        if (message.isSomewhere()) {
            abortClaimed();
            message.clear();
        }
    }

    @Override
    public void beginBatch() {
        checkOpen();
        checkNothingClaimed();
        batching = true;
        keep(true);
    }

    @Override
    public void endBatch() {
        checkOpen();
        checkNothingClaimed();
        try {
            publishKept();
        } catch (InternalError fault) {
            throw Ring.truncated(fault);
        }
        batching = false;
        keep(false);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stop();
            abort();
            publishKept();
            batching = false;
            finish();
            waiting.end();
            leave.run();
        }
    }

    @Override
    public void disown() {
        inherited = true;
        closed = true;
        stop();
        forget();
        message.clear();
    }

    final boolean isBatching() {
        return batching;
    }

    final boolean isClosed() {
        return closed;
    }

    /** To be asked before there is a look for room. */
    final void checkUsable() {
        checkOpen();
        state.throwIfShutDown();
    }

    final void checkOpen() {
        if (closed) {
            throw new IllegalStateException(
                    inherited ? "the producer is the parent process's: take one here" : "the producer is closed");
        }
    }

    private RuntimeException refusal(int length) {
        checkOpen();
        checkNothingClaimed();
        return new IllegalArgumentException("a message here has 0 to " + maxMessageLength + " bytes, length=" + length);
    }

    private void checkNothingClaimed() {
        if (message.isSomewhere()) {
            throw new IllegalStateException("commit or abort the claimed message first, length=" + message.length());
        }
    }
}
