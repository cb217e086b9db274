package dev.mitosis.codec;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.fory.Fory;
import org.apache.fory.config.ForyBuilder;
import org.apache.fory.exception.InsecureException;
import org.apache.fory.logging.LoggerFactory;
import org.apache.fory.memory.MemoryBuffer;
import org.apache.fory.resolver.TypeResolver;

/**
 * Apache Fory, for one thread. It asks once for each class whether that may be used, be it for reading or for writing; only what
 * arrives is to be filtered, hence one for each. And one that looks for what is held twice, and one that does not: see
 * {@link FlatClasses}.
 */
final class ForyCodec {
    private static final int INITIAL_BYTES = 512;
    /** A longer buffer is given up after use. */
    private static final int KEPT_BYTES = 1 << 20;

    private static final int MAX_DEPTH = 1_000;

    static {
        LoggerFactory.disableLogging();
    }

    /** What stands first. */
    private static final byte WITH_REFERENCES = 1;

    private static final byte FLAT = 2;
    private static final FlatClasses FLAT_CLASSES = new FlatClasses();

    private final ClassFilter filter;
    private Fory writer;
    private Fory flatWriter;
    private Fory reader;
    private Fory flatReader;
    private final MemoryBuffer source = MemoryBuffer.fromByteArray(new byte[1]);
    private MemoryBuffer target = MemoryBuffer.newHeapBuffer(INITIAL_BYTES);
    private ByteBuffer view = ByteBuffer.wrap(target.getHeapMemory());
    private String refused;

    ForyCodec(ClassFilter filter) {
        this.filter = filter;
    }

    private Fory writer(boolean flat) {
        if (flat) {
            flatWriter = flatWriter == null ? builder(true).build() : flatWriter;
            return flatWriter;
        }
        writer = writer == null ? builder(false).build() : writer;
        return writer;
    }

    private Fory reader(boolean flat) {
        if (flat) {
            flatReader = flatReader == null ? filtered(true) : flatReader;
            return flatReader;
        }
        reader = reader == null ? filtered(false) : reader;
        return reader;
    }

    private Fory filtered(boolean flat) {
        return builder(flat).withTypeChecker(this::isAdmitted).build();
    }

    private static ForyBuilder builder(boolean flat) {
        return Fory.builder()
                .withXlang(false)
                .requireClassRegistration(false)
                .suppressClassRegistrationWarnings(true)
                .withRefTracking(!flat)
                .withNumberCompressed(false)
                .withMaxDepth(MAX_DEPTH)
                .withMaxGraphMemoryBytes(Long.MAX_VALUE);
    }

    ByteBuffer encode(Object object) throws NotSerializableException {
        if (target.size() > KEPT_BYTES) {
            target = MemoryBuffer.newHeapBuffer(INITIAL_BYTES);
        }
        try {
            write(object);
        } catch (RuntimeException | StackOverflowError refusal) {
            throw explained(object, refusal);
        }
        byte[] bytes = target.getHeapMemory();
        if (view.array() != bytes) {
            view = ByteBuffer.wrap(bytes);
        }
        return view.clear().limit(target.writerIndex());
    }

    private void write(Object object) {
        boolean flat = object != null && FLAT_CLASSES.get(object.getClass());
        target.writerIndex(0);
        target.writeByte(flat ? FLAT : WITH_REFERENCES);
        writer(flat).serialize(target, object);
    }

    private NotSerializableException explained(Object object, Throwable refusal) {
        String culprit = new Culprit(type -> true, this::canBeWritten)
                .in(object)
                .orElseGet(() -> "a " + object.getClass().getName());
        NotSerializableException explained =
                new NotSerializableException("an object cannot be sent because of " + culprit);
        explained.initCause(refusal);
        return explained;
    }

    private boolean canBeWritten(Object object) {
        try {
            write(object);
            return true;
        } catch (RuntimeException | StackOverflowError refusal) {
            return false;
        }
    }

    Object decode(byte[] bytes, int offset, int length) throws IOException, ClassNotFoundException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        byte form = length == 0 ? 0 : bytes[offset];
        if (form != FLAT && form != WITH_REFERENCES) {
            throw new StreamCorruptedException("not an object's bytes, length=" + length + ", form=" + form);
        }
        source.pointTo(bytes, offset, length);
        source.readerIndex(1);
        refused = null;
        try {
            return reader(form == FLAT).deserialize(source);
        } catch (RuntimeException | StackOverflowError | LinkageError failure) {
            throw explained(failure);
        }
    }

    private IOException explained(Throwable failure) throws ClassNotFoundException {
        IOException explained;
        if (refused != null) {
            explained = new InvalidClassException(refused, "may not arrive here");
        } else if (failure instanceof InsecureException) {
            explained = new InvalidClassException(failure.getMessage());
        } else {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof ClassNotFoundException unknown) {
                    throw unknown;
                }
            }
            explained = new StreamCorruptedException("not an object's bytes, or not of the classes here: " + failure);
        }
        explained.initCause(failure);
        return explained;
    }

    private boolean isAdmitted(TypeResolver resolver, String className) {
        try {
            boolean admitted = filter.admits(
                    Class.forName(className, false, Thread.currentThread().getContextClassLoader()));
            if (!admitted) {
                refused = className;
            }
            return admitted;
        } catch (ClassNotFoundException unknown) {
            return true; // and cannot be made either
        }
    }
}
