package dev.mitosis.connection;

import dev.mitosis.participant.PeerDiedException;
import dev.mitosis.queue.Message;
import dev.mitosis.queue.Producer;
import dev.mitosis.queue.QueueClosedException;
import java.time.Duration;

/** The sending half of a connection: cuts messages into pieces. One thread at a time. */
final class Outgoing {
    /** So that the receiver copies one piece while the next one is written. */
    private static final int LEAST_PIECES_PER_RING = 4;

    private static final int LONGEST_PIECE = 1 << 14;
    /** Pieces begin at multiples of this in their arrays, which are copied faster then. */
    private static final int PIECE_STEP = 64;

    private static final Duration LONG = Duration.ofDays(365);

    private final Line line;
    private final Producer producer;
    private final Runnable onDeath;
    private final int pieceBytes;

    /**
     * @param onDeath makes known that the other end's process has died
     */
    Outgoing(Line line, Producer producer, Runnable onDeath) {
        this.line = line;
        this.producer = producer;
        this.onDeath = onDeath;
        // The longest message is a little less than half of the ring.
        int most = Math.min(LONGEST_PIECE, producer.maxMessageLength() * 2 / LEAST_PIECES_PER_RING);
        this.pieceBytes = (most - Frame.BYTES) & -PIECE_STEP;
    }

    /**
     * Sends a message, waiting for room. If it is interrupted, the message is not sent.
     *
     * @throws PeerGoneException when nobody will receive it
     */
    void send(int kind, byte[] bytes, int offset, int length) throws PeerGoneException, InterruptedException {
        if (line.isShutDown()) {
            throw gone(null);
        }
        try {
            int sent = Math.min(length, pieceBytes);
            put(Frame.word(kind, length), bytes, offset, sent, sent < length);
            while (sent < length) {
                int piece = Math.min(length - sent, pieceBytes);
                put(Frame.word(Frame.REST, length - sent), bytes, offset + sent, piece, true);
                sent += piece;
            }
        } catch (QueueClosedException closed) {
            throw gone(closed);
        } catch (PeerDiedException died) {
            onDeath.run();
            throw gone(died);
        }
    }

    private void put(long frame, byte[] bytes, int offset, int length, boolean inPieces) throws InterruptedException {
        Message message = producer.claim(Frame.BYTES + length);
        if (message == null && inPieces) {
            message = Midway.lookFor(() -> producer.claim(Frame.BYTES + length));
        }
        while (message == null) {
            message = producer.claim(Frame.BYTES + length, LONG);
        }
        message.putLong(0, frame);
        message.putBytes(Frame.BYTES, bytes, offset, length);
        producer.commit();
    }

    private static PeerGoneException gone(Throwable cause) {
        return new PeerGoneException(
                cause instanceof PeerDiedException
                        ? "the process at the other end has died"
                        : "the other end is closed, or its process has ended",
                cause);
    }

    void close() {
        producer.close();
    }
}
