package dev.mitosis.ipc;

import dev.mitosis.codec.Culprit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Optional;

/** Objects as bytes: {@link Plain} ones, and by the JDK's serialisation all else. */
final class Marshal {
    private Marshal() {}

    /**
     * @param what the object is, for the message
     * @throws NotSerializableException which says where what cannot be serialised is held
     */
    static byte[] toBytes(String what, Object object) throws IOException {
        Optional<byte[]> plain = Plain.toBytes(object);
        return plain.isPresent() ? plain.get() : toBytesByJdk(what, object);
    }

    private static byte[] toBytesByJdk(String what, Object object) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (NotSerializableException e) {
            NotSerializableException explained =
                    new NotSerializableException(what + " is not serialisable: " + explain(object, e.getMessage()));
            explained.initCause(e);
            throw explained;
        }
        return bytes.toByteArray();
    }

    private static String explain(Object object, String culprit) {
        return Culprit.ofJdk()
                .in(object)
                .map(where -> where.endsWith(culprit) ? where : where + ", which holds a " + culprit)
                .orElse(culprit);
    }

    static Object fromBytes(byte[] bytes) throws IOException, ClassNotFoundException {
        return Plain.isPlain(bytes) ? Plain.fromBytes(bytes) : fromBytesByJdk(bytes);
    }

    private static Object fromBytesByJdk(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }
}
