package dev.mitosis.ipc;

import java.io.IOException;
import java.io.NotSerializableException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.concurrent.ExecutionException;

/**
 * How a body ended, as it travels from the child to its parent:
 *
 * <pre>
 *   failed: 1 byte  |  length of the object: 4  |  length of the stand-in: 4  |  object  |  stand-in
 * </pre>
 *
 * An object of no bytes is null, or what was thrown and could not be serialised.
 */
final class Outcome {
    private static final byte[] NOTHING = {};

    private final boolean failed;
    /** What was returned or thrown. */
    private final byte[] object;
    /** For what was thrown, where its class is unknown. */
    private final byte[] standIn;

    private Outcome(boolean failed, byte[] object, byte[] standIn) {
        this.failed = failed;
        this.object = object;
        this.standIn = standIn;
    }

    static Outcome returned(Object value) throws IOException {
        return new Outcome(false, value == null ? NOTHING : Marshal.toBytes("the result", value), NOTHING);
    }

    static Outcome threw(Throwable thrown) throws IOException {
        byte[] standIn = Marshal.toBytes("what stands for what was thrown", new RemoteFailure(thrown));
        return new Outcome(true, bytesIfSerializable(thrown), standIn);
    }

    /**
     * @throws IOException when they are cut off
     */
    static Outcome ofBytes(byte[] bytes) throws IOException {
        ByteBuffer from = ByteBuffer.wrap(bytes);
        try {
            boolean failed = from.get() != 0;
            byte[] object = new byte[from.getInt()];
            byte[] standIn = new byte[from.getInt()];
            from.get(object).get(standIn);
            return new Outcome(failed, object, standIn);
        } catch (BufferUnderflowException cutOff) {
            throw new IOException("an outcome is cut off, length=" + bytes.length, cutOff);
        }
    }

    byte[] toBytes() {
        return ByteBuffer.allocate(1 + 2 * Integer.BYTES + object.length + standIn.length)
                .put((byte) (failed ? 1 : 0))
                .putInt(object.length)
                .putInt(standIn.length)
                .put(object)
                .put(standIn)
                .array();
    }

    boolean isFailure() {
        return failed;
    }

    /**
     * The result.
     *
     * @throws ExecutionException whose cause is what the body threw, with the stack trace of the other process
     */
    Object get(String child) throws ExecutionException {
        try {
            if (failed) {
                RemoteFailure failure = (RemoteFailure) Marshal.fromBytes(standIn);
                throw new ExecutionException(
                        "the body of " + child + " threw " + failure.getMessage(), thrown(failure));
            }
            return object.length == 0 ? null : Marshal.fromBytes(object);
        } catch (IOException | ClassNotFoundException e) {
            throw new ExecutionException("the result of " + child + " cannot be read here", e);
        }
    }

    private Throwable thrown(RemoteFailure otherwise) {
        try {
            return (Throwable) Marshal.fromBytes(object);
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError unknownHere) {
            return otherwise;
        }
    }

    private static byte[] bytesIfSerializable(Throwable thrown) {
        try {
            return Marshal.toBytes("what was thrown", thrown);
        } catch (NotSerializableException holdsSomethingElse) {
            return NOTHING;
        } catch (IOException impossible) {
            throw new IllegalStateException("to memory", impossible);
        }
    }
}
