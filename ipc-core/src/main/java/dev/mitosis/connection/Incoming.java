package dev.mitosis.connection;

import dev.mitosis.participant.PeerDiedException;
import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.Message;
import dev.mitosis.queue.QueueClosedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.Arrays;

/** The receiving half of a connection: puts messages together. One thread at a time. */
final class Incoming {
    private static final byte[] NOTHING = {};
    /** What is set aside at once for a message that has only begun; the rest as it comes. */
    private static final int TRUSTED_BYTES = 1 << 24;

    private final Consumer consumer;
    private final Runnable onDeath;

    private int kind;
    /** Of the message that is being put together, or that was put together and not taken. */
    private byte[] bytes = NOTHING;
    /** How long that will be, and how much of it is there. */
    private int length;

    private int filled;
    private boolean isHalf;
    private boolean isWhole;

    /**
     * @param onDeath makes known that the other end's process has died, or writes what it should not
     */
    Incoming(Consumer consumer, Runnable onDeath) {
        this.consumer = consumer;
        this.onDeath = onDeath;
    }

    Consumer consumer() {
        return consumer;
    }

    /** Whether there is a message that was put together and not taken. */
    boolean hasWhole() {
        return isWhole;
    }

    /**
     * Waits for the next message, which then is in {@link #bytes()}, until {@link #take()}.
     *
     * @return the kind of it
     * @throws EOFException when there will be none any more
     */
    int next() throws IOException, InterruptedException {
        while (!isWhole) {
            Message piece = receive();
            try {
                accept(piece);
            } finally {
                consumer.release();
            }
        }
        return kind;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** The message is taken: the next one is asked for. Its bytes are overwritten then, unless they are given away. */
    void take() {
        isWhole = false;
    }

    /** The message's bytes, which are the caller's from now on. */
    byte[] giveAway() {
        byte[] given = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
        bytes = NOTHING;
        take();
        return given;
    }

    private Message receive() throws EOFException, InterruptedException {
        try {
            Message next = isHalf ? Midway.lookFor(consumer::poll) : null;
            return next == null ? consumer.receive() : next;
        } catch (QueueClosedException closed) {
            throw end("the other end is closed, or its process has ended", closed);
        } catch (PeerDiedException died) {
            onDeath.run();
            throw end("the process at the other end has died", died);
        }
    }

    private EOFException end(String why, Exception cause) {
        EOFException end = new EOFException(
                isHalf ? why + " in the middle of a message, received=" + filled + ", length=" + length : why);
        end.initCause(cause);
        isHalf = false;
        return end;
    }

    private void accept(Message piece) throws StreamCorruptedException {
        int here = piece.length() - Frame.BYTES;
        long frame = here < 0 ? 0 : piece.getLong(0);
        long rest = Frame.length(frame);
        switch (Frame.kind(frame)) {
            case Frame.RAW, Frame.OBJECT -> begin(frame);
            case Frame.REST -> check(isHalf && rest == length - filled, frame);
            default -> check(false, frame);
        }
        check(here <= rest && (here == rest || here > 0), frame);
        makeRoom(here);
        piece.getBytes(Frame.BYTES, bytes, filled, here);
        filled += here;
        isWhole = filled == length;
        isHalf = !isWhole;
    }

    private void begin(long frame) throws StreamCorruptedException {
        check(Frame.length(frame) <= Integer.MAX_VALUE - Long.BYTES, frame);
        kind = Frame.kind(frame);
        length = (int) Frame.length(frame);
        filled = 0;
    }

    /** An array that is to be given away has the right length from the beginning. */
    private void makeRoom(int here) {
        boolean isRaw = kind == Frame.RAW;
        if (filled == 0 && isRaw) {
            bytes = new byte[Math.min(length, TRUSTED_BYTES)];
        } else if (filled + here > bytes.length) {
            long wanted = Math.max(filled == 0 ? Math.min(length, TRUSTED_BYTES) : 2L * bytes.length, filled + here);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, length));
        }
    }

    private void check(boolean isRight, long frame) throws StreamCorruptedException {
        if (!isRight) {
            onDeath.run();
            throw new StreamCorruptedException("no sender wrote this piece of a message, frame=0x"
                    + Long.toHexString(frame) + ", length=" + length + ", filled=" + filled);
        }
    }

    void close() {
        consumer.close();
    }
}
