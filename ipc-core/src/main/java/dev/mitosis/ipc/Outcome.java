package dev.mitosis.ipc;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.concurrent.ExecutionException;

/** How a body ended, as it travels from the child to its parent. */
final class Outcome implements Serializable {
    private static final long serialVersionUID = 1;
    private static final byte[] NOTHING = {};

    private final boolean failed;
    /** What was returned or thrown; nothing, when that could not be serialised. */
    private final byte[] object;
    /** For what was thrown, where its class is unknown. */
    private final RemoteFailure standIn;

    private Outcome(boolean failed, byte[] object, RemoteFailure standIn) {
        this.failed = failed;
        this.object = object;
        this.standIn = standIn;
    }

    static Outcome returned(Object value) throws IOException {
        return new Outcome(false, Marshal.toBytes("the result", value), null);
    }

    static Outcome threw(Throwable thrown) {
        return new Outcome(true, bytesIfSerializable(thrown), new RemoteFailure(thrown));
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
        if (failed) {
            throw new ExecutionException("the body of " + child + " threw " + standIn.getMessage(), thrown());
        }
        try {
            return Marshal.fromBytes(object);
        } catch (IOException | ClassNotFoundException e) {
            throw new ExecutionException("the result of " + child + " cannot be read here", e);
        }
    }

    private Throwable thrown() {
        try {
            return (Throwable) Marshal.fromBytes(object);
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError unknownHere) {
            return standIn;
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
