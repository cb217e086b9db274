package dev.mitosis.ipc;

import dev.mitosis.codec.Lambdas;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.lang.invoke.SerializedLambda;
import java.util.Optional;

/**
 * What is simple, as bytes: null, strings, numbers and truth values, and lambdas that capture no more than that. The JDK's
 * serialisation would do; but a new JVM takes 40 ms to get it going, since it looks into each jar of the class path for
 * somebody who wants to log.
 */
final class Plain {
    // An object's first byte. The JDK's serialisation begins with 0xAC.
    private static final byte NULL = 0;
    private static final byte STRING = 1;
    private static final byte INTEGER = 2;
    private static final byte LONG = 3;
    private static final byte DOUBLE = 4;
    private static final byte BOOLEAN = 5;
    private static final byte LAMBDA = 6;

    /** In characters; what {@code writeUTF} takes in any case. */
    private static final int LONGEST_TEXT = 20_000;

    private Plain() {}

    /** Empty when it is not plain. */
    static Optional<byte[]> toBytes(Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        return write(object, new DataOutputStream(bytes)) ? Optional.of(bytes.toByteArray()) : Optional.empty();
    }

    static boolean isPlain(byte[] bytes) {
        return bytes.length > 0 && bytes[0] >= NULL && bytes[0] <= LAMBDA;
    }

    static Object fromBytes(byte[] bytes) throws IOException, ClassNotFoundException {
        return read(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    /** Whether it is plain; if not, it may have written something. */
    private static boolean write(Object object, DataOutputStream out) throws IOException {
        if (object == null) {
            out.writeByte(NULL);
        } else if (object instanceof String text && text.length() <= LONGEST_TEXT) {
            out.writeByte(STRING);
            out.writeUTF(text);
        } else if (object instanceof Integer number) {
            out.writeByte(INTEGER);
            out.writeInt(number);
        } else if (object instanceof Long number) {
            out.writeByte(LONG);
            out.writeLong(number);
        } else if (object instanceof Double number) {
            out.writeByte(DOUBLE);
            out.writeDouble(number);
        } else if (object instanceof Boolean truth) {
            out.writeByte(BOOLEAN);
            out.writeBoolean(truth);
        } else {
            return object.getClass().isHidden() && writeLambda(object, out);
        }
        return true;
    }

    private static boolean writeLambda(Object object, DataOutputStream out) throws IOException {
        Optional<SerializedLambda> lambda = Lambdas.serialised(object);
        return lambda.isPresent() && write(lambda.get(), out);
    }

    private static boolean write(SerializedLambda lambda, DataOutputStream out) throws IOException {
        out.writeByte(LAMBDA);
        out.writeUTF(lambda.getCapturingClass());
        out.writeUTF(lambda.getFunctionalInterfaceClass());
        out.writeUTF(lambda.getFunctionalInterfaceMethodName());
        out.writeUTF(lambda.getFunctionalInterfaceMethodSignature());
        out.writeInt(lambda.getImplMethodKind());
        out.writeUTF(lambda.getImplClass());
        out.writeUTF(lambda.getImplMethodName());
        out.writeUTF(lambda.getImplMethodSignature());
        out.writeUTF(lambda.getInstantiatedMethodType());
        out.writeInt(lambda.getCapturedArgCount());
        for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
            if (!write(lambda.getCapturedArg(i), out)) {
                return false;
            }
        }
        return true;
    }

    private static Object read(DataInputStream in) throws IOException, ClassNotFoundException {
        byte kind = in.readByte();
        return switch (kind) {
            case NULL -> null;
            case STRING -> in.readUTF();
            case INTEGER -> in.readInt();
            case LONG -> in.readLong();
            case DOUBLE -> in.readDouble();
            case BOOLEAN -> in.readBoolean();
            case LAMBDA -> readLambda(in);
            default -> throw new InvalidObjectException("there is no such kind of plain object, kind=" + kind);
        };
    }

    private static Object readLambda(DataInputStream in) throws IOException, ClassNotFoundException {
        ClassLoader loader = Plain.class.getClassLoader();
        String capturing = in.readUTF();
        SerializedLambda lambda = new SerializedLambda(
                Class.forName(capturing.replace('/', '.'), false, loader),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readInt(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                in.readUTF(),
                readCaptured(in));
        try {
            return Lambdas.deserialised(lambda, loader);
        } catch (ReflectiveOperationException refused) {
            InvalidObjectException explained = new InvalidObjectException("a lambda of " + capturing);
            explained.initCause(refused);
            throw explained;
        }
    }

    private static Object[] readCaptured(DataInputStream in) throws IOException, ClassNotFoundException {
        Object[] captured = new Object[in.readInt()];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = read(in);
        }
        return captured;
    }
}
