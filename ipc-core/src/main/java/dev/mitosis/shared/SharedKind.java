package dev.mitosis.shared;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What a shared file holds. */
public enum SharedKind {
    LOCK(1, SharedLock::new),
    REENTRANT_LOCK(2, SharedReentrantLock::new),
    SEMAPHORE(3, SharedSemaphore::new),
    EVENT(4, SharedEvent::new),
    BARRIER(5, SharedBarrier::new),
    MEMORY(6, SharedMemory::new),
    LONG(7, SharedLong::new),
    INT(8, SharedInt::new),
    DOUBLE(9, SharedDouble::new),
    BOOLEAN(10, SharedBoolean::new),
    LONG_ARRAY(11, SharedLongArray::new),
    INT_ARRAY(12, SharedIntArray::new),
    DOUBLE_ARRAY(13, SharedDoubleArray::new);

    private final long code;
    private final Function<Segment, SharedObject> opening;

    SharedKind(long code, Function<Segment, SharedObject> opening) {
        this.code = code;
        this.opening = opening;
    }

    SharedObject open(Segment segment) {
        return opening.apply(segment);
    }

    /** In the file. */
    long code() {
        return code;
    }

    static Optional<SharedKind> ofCode(long code) {
        return Arrays.stream(values()).filter(kind -> kind.code == code).findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
