package dev.mitosis.codec;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Objects as bytes: primitives, strings, records, enums, collections, exceptions, lambdas that are {@link java.io.Serializable}, and
 * objects of any class of yours, whether that says it is or not, with cycles and what is held twice. Both processes must have the
 * same classes. Thread-safe.
 *
 * <p>Whoever can choose the bytes can choose the classes that are made of them. So a codec for bytes that others can write has to
 * be one {@linkplain #admitting with a filter}.
 */
public final class ObjectCodec {
    private static final ObjectCodec TRUSTING = new ObjectCodec(new ClassFilter(Optional.empty()));

    private final ThreadLocal<ForyCodec> codec;

    private ObjectCodec(ClassFilter filter) {
        this.codec = ThreadLocal.withInitial(() -> new ForyCodec(filter));
    }

    /**
     * For bytes that only this program's own processes can have written. Every class is read but those that the process-wide
     * {@code jdk.serialFilter} rejects, and those that are known for attacks.
     */
    public static ObjectCodec trusting() {
        return TRUSTING;
    }

    /**
     * For bytes that others can have written: a class is read when the filter allows it. Those that it is undecided about are
     * refused, but for the JDK's plain values and collections. A lambda counts as the class whose code it is.
     *
     * @param filter for instance {@code ObjectInputFilter.Config.createFilter("com.example.model.*")}
     */
    public static ObjectCodec admitting(ObjectInputFilter filter) {
        return new ObjectCodec(new ClassFilter(Optional.of(filter)));
    }

    /**
     * @return the bytes, from position to limit of a heap buffer that is this thread's: it holds them until the thread encodes
     *     the next object
     * @throws NotSerializableException which names the field, element or captured variable that cannot be had as bytes
     */
    public ByteBuffer encode(Object object) throws NotSerializableException {
        return codec.get().encode(object);
    }

    /**
     * The object that these bytes stand for.
     *
     * @throws InvalidClassException when it holds an object of a class that may not arrive; names the class
     * @throws ClassNotFoundException when this process lacks a class
     * @throws StreamCorruptedException when these are not bytes that a codec has made
     */
    public Object decode(byte[] bytes, int offset, int length) throws IOException, ClassNotFoundException {
        return codec.get().decode(bytes, offset, length);
    }
}
