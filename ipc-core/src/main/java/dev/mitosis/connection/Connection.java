package dev.mitosis.connection;

import dev.mitosis.codec.ObjectCodec;
import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * An end of a {@link Pipe}. Messages arrive in their order, whole or not at all, whatever their size.
 *
 * <p><b>Whose it is.</b> The process that first sends, receives or waits with an end has it, for good. Forked children inherit both
 * ends; a connection that a spawned child's body captures, or that is sent, belongs to whoever reads it there. In every other process
 * its methods are refused with an {@link IllegalStateException} that names the process.
 *
 * <p><b>When the other end's process dies</b> or closes it, what it had sent is received first, and then there is an
 * {@link EOFException}, also for who waits already; a message that was sent in part does not count as sent. Sending is refused with
 * a {@link PeerGoneException}: at once after a close, and after a death once this process has noticed it, by waiting for room or
 * for a message; what is sent before that is lost.
 *
 * <p>An end that was handed to a child has to be {@linkplain #close() closed} in the process that made the pipe. Then the other end
 * comes to its end of file also when the child dies before it has used the connection. One that was sent to a process that is no
 * child is to be closed when it has arrived.
 *
 * <p><b>Threads.</b> One thread may send while another one receives; not two at once in the same direction. Any may {@link #close()},
 * which ends the waits of others. Waits answer interrupt: what was to be sent then was not sent.
 */
public final class Connection implements AutoCloseable, Serializable {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient End end;
    private transient ObjectCodec codec = ObjectCodec.trusting();

    Connection(End end) {
        this.end = end;
    }

    /** Refuses what arrives of classes that the filter does not allow: see {@link ObjectCodec#admitting}. To be called first. */
    public Connection admitting(ObjectInputFilter filter) {
        codec = ObjectCodec.admitting(filter);
        return this;
    }

    /**
     * Sends an object, or null; see {@link ObjectCodec} for what can be sent. An array of bytes goes as it is, as if by
     * {@link #sendBytes(byte[])}. Waits for room.
     *
     * @throws java.io.NotSerializableException when it cannot be sent; names the field that is to blame
     * @throws PeerGoneException when nobody will receive it
     */
    public void send(Object object) throws IOException, InterruptedException {
        if (object instanceof byte[] bytes) {
            sendBytes(bytes);
            return;
        }
        ByteBuffer encoded = codec.encode(object);
        end.outgoing().send(Frame.OBJECT, encoded.array(), encoded.arrayOffset(), encoded.limit());
    }

    /**
     * The next object; of what was sent as bytes, an array. Waits for it. If it is refused, the next call receives the next one.
     *
     * @throws EOFException when there will be none any more
     * @throws java.io.InvalidClassException when it is of a class that may not arrive here
     */
    public Object receive() throws IOException, InterruptedException {
        Incoming incoming = incoming();
        if (incoming.next() == Frame.RAW) {
            return incoming.giveAway();
        }
        incoming.take();
        try {
            return codec.decode(incoming.bytes(), 0, incoming.length());
        } catch (ClassNotFoundException unknown) {
            throw new IOException("this process lacks a class of what was sent: " + unknown.getMessage(), unknown);
        }
    }

    /** Sends bytes as they are. Waits for room. */
    public void sendBytes(byte[] bytes) throws IOException, InterruptedException {
        sendBytes(bytes, 0, bytes.length);
    }

    /** The same, for a part of an array. */
    public void sendBytes(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        end.outgoing().send(Frame.RAW, bytes, offset, length);
    }

    /** The same, for what remains in the buffer, whose position stays where it is. */
    public void sendBytes(ByteBuffer source) throws IOException, InterruptedException {
        if (source.hasArray()) {
            sendBytes(source.array(), source.arrayOffset() + source.position(), source.remaining());
        } else {
            byte[] copy = new byte[source.remaining()];
            source.duplicate().get(copy);
            sendBytes(copy);
        }
    }

    /**
     * The next message's bytes. Waits for it.
     *
     * @throws EOFException when there will be none any more
     * @throws IllegalStateException when it is an object, which stays there for {@link #receive()}
     */
    public byte[] receiveBytes() throws IOException, InterruptedException {
        return incomingBytes().giveAway();
    }

    /**
     * The same, into a buffer, whose position is moved behind them.
     *
     * @return how many there were
     * @throws java.nio.BufferOverflowException when they do not fit; they stay there
     */
    public int receiveBytes(ByteBuffer target) throws IOException, InterruptedException {
        Incoming incoming = incomingBytes();
        target.put(incoming.bytes(), 0, incoming.length());
        incoming.take();
        return incoming.length();
    }

    /**
     * Waits until there is something to receive: a message or its beginning, or the end of file.
     *
     * @return false when there was nothing in time; at once, for no time or less
     */
    public boolean poll(Duration timeout) throws InterruptedException {
        return !Connections.await(List.of(this), timeout).isEmpty();
    }

    /**
     * Closes this end: the other one receives what was sent, and then is at its end of file. An end that no process has used stays
     * the children's that the process which made the pipe has started so far; when they have ended, and none has used it, it is closed for
     * all. In other processes, closing an end that they have not used means nothing to the others. Closing twice is harmless.
     */
    @Override
    public void close() {
        end.close();
    }

    Incoming incoming() {
        return end.incoming();
    }

    private Incoming incomingBytes() throws IOException, InterruptedException {
        Incoming incoming = incoming();
        if (incoming.next() != Frame.RAW) {
            throw new IllegalStateException("the next message is an object, length=" + incoming.length());
        }
        return incoming;
    }

    @Serial
    private Object writeReplace() throws ObjectStreamException {
        return end.handle();
    }

    @Serial
    private void readObject(ObjectInputStream stream) throws InvalidObjectException {
        throw new InvalidObjectException("a connection travels as a handle");
    }
}
