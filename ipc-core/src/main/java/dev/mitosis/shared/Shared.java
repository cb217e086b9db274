package dev.mitosis.shared;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.memory.SharedFile;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Where a shared object is, and then the object.
 *
 * <pre>{@code
 * SharedLock lock = Shared.anonymous().lock();
 * SharedSemaphore licences = Shared.named("licences").semaphore(4);
 * }</pre>
 *
 * <p>What has a name is opened if it is there, and otherwise made; however many processes do so at once, one makes it. Immutable.
 *
 * <p>All methods that open or make something throw {@link IllegalArgumentException} when it is there and of another kind or size,
 * {@link CorruptFileException} when it is damaged, and {@link dev.mitosis.platform.OsException} when the system refuses.
 */
public final class Shared {
    private static final String ANONYMOUS = "anonymous";
    private static final Shared NOWHERE = new Shared(ANONYMOUS, null, null);

    private final String name;
    private final Path path;
    private final String handle;

    private Shared(String name, Path path, String handle) {
        this.name = name;
        this.path = path;
        this.handle = handle;
    }

    /**
     * For this process, the children that it forks, and those to whom it is given. It is gone with them.
     */
    public static Shared anonymous() {
        return NOWHERE;
    }

    /**
     * In this user's own directory of shared files. It stays until it is deleted.
     *
     * @param name 1 to 100 letters, digits, dots, dashes and underscores
     */
    public static Shared named(String name) {
        return new Shared(name, SharedDirectory.ofThisUser().resolve(name), null);
    }

    /** In a file of its own, anywhere. */
    public static Shared at(Path path) {
        return new Shared(path.toString(), path, null);
    }

    /** What another process of this user has open, and calls so: {@link SharedObject#handle}. */
    public static Shared byHandle(String handle) {
        Objects.requireNonNull(handle, "handle");
        return handle.startsWith("/") ? at(Path.of(handle)) : new Shared(ANONYMOUS, null, handle);
    }

    public SharedLock lock() {
        return new SharedLock(segment(SharedKind.LOCK, 0, 0, 0));
    }

    public SharedReentrantLock reentrantLock() {
        return new SharedReentrantLock(segment(SharedKind.REENTRANT_LOCK, 0, 0, 0));
    }

    /** A semaphore with so many permits, which a process that dies gives back, and no limit but {@value PermitWord#MOST}. */
    public SharedSemaphore semaphore(int permits) {
        return semaphore(permits, PermitWord.MOST, PermitsOfTheDead.RETURN);
    }

    /** The same; there are never more permits than in the beginning. */
    public SharedSemaphore boundedSemaphore(int permits) {
        return semaphore(permits, permits, PermitsOfTheDead.RETURN);
    }

    /**
     * @param permits in the beginning; of one that is there, they are as they are
     * @param limit how many there can be
     */
    public SharedSemaphore semaphore(int permits, int limit, PermitsOfTheDead ofTheDead) {
        if (permits < 0 || limit < 1 || permits > limit || limit > PermitWord.MOST) {
            throw new IllegalArgumentException("a semaphore has 0 permits to its limit, which is at most "
                    + PermitWord.MOST + ", limit=" + limit + ", permits=" + permits);
        }
        return new SharedSemaphore(segment(
                SharedKind.SEMAPHORE,
                0,
                limit,
                ofTheDead.code(),
                region -> region.putLong(SharedLayout.OWN_OFFSET, permits)));
    }

    public SharedEvent event() {
        return new SharedEvent(segment(SharedKind.EVENT, 0, 0, 0));
    }

    /**
     * @param parties how many pass it together, at least 1
     */
    public SharedBarrier barrier(int parties) {
        if (parties < 1) {
            throw new IllegalArgumentException("a barrier is for one at least, parties=" + parties);
        }
        return new SharedBarrier(segment(SharedKind.BARRIER, 0, parties, 0));
    }

    /** Zeros, so many bytes. */
    public SharedMemory memory(long bytes) {
        return new SharedMemory(segment(SharedKind.MEMORY, checkLength(bytes, 1), bytes, 0));
    }

    /** A number that is 0 in the beginning; so are the others. */
    public SharedLong longValue() {
        return new SharedLong(segment(SharedKind.LONG, Long.BYTES, 0, 0));
    }

    public SharedInt intValue() {
        return new SharedInt(segment(SharedKind.INT, Long.BYTES, 0, 0));
    }

    public SharedDouble doubleValue() {
        return new SharedDouble(segment(SharedKind.DOUBLE, Long.BYTES, 0, 0));
    }

    /** False in the beginning. */
    public SharedBoolean booleanValue() {
        return new SharedBoolean(segment(SharedKind.BOOLEAN, Long.BYTES, 0, 0));
    }

    /** So many zeros. */
    public SharedLongArray longArray(long length) {
        return new SharedLongArray(
                segment(SharedKind.LONG_ARRAY, checkLength(length, Long.BYTES) * Long.BYTES, length, 0));
    }

    /** So many zeros. */
    public SharedIntArray intArray(long length) {
        return new SharedIntArray(
                segment(SharedKind.INT_ARRAY, checkLength(length, Integer.BYTES) * Integer.BYTES, length, 0));
    }

    /** So many zeros. */
    public SharedDoubleArray doubleArray(long length) {
        return new SharedDoubleArray(
                segment(SharedKind.DOUBLE_ARRAY, checkLength(length, Double.BYTES) * Double.BYTES, length, 0));
    }

    /**
     * What is there already, of whatever size it is.
     *
     * @throws dev.mitosis.platform.OsException ENOENT when it is not
     */
    public <T extends SharedObject> T existing(Class<T> type) {
        return type.cast(existing());
    }

    SharedObject existing() {
        SharedFile file = openExisting();
        Segment segment = map(file, null);
        return segment.header().kind().open(segment);
    }

    private SharedFile openExisting() {
        if (handle != null) {
            return SharedFile.byHandle(handle);
        }
        if (path == null) {
            throw new IllegalStateException("an anonymous object cannot be found again, but by its handle");
        }
        return SharedFile.open(path);
    }

    private Segment segment(SharedKind kind, long bodyLength, long parameter, long option) {
        return segment(kind, bodyLength, parameter, option, region -> {});
    }

    private Segment segment(
            SharedKind kind, long bodyLength, long parameter, long option, Consumer<MappedRegion> fill) {
        SharedHeader header = SharedHeader.forNewFile(kind, bodyLength, parameter, option);
        Consumer<MappedRegion> make = region -> {
            fill.accept(region);
            header.writeTo(region);
        };
        Segment segment = handle != null
                ? map(openExisting(), null)
                : path == null
                        ? map(SharedFile.anonymous("mitosis-" + kind, header.fileLength()), make)
                        : map(SharedFile.openOrCreate(path, header.fileLength(), make), null);
        try {
            check(header, segment.header());
            return segment;
        } catch (RuntimeException refused) {
            segment.close();
            throw refused;
        }
    }

    private Segment map(SharedFile file, Consumer<MappedRegion> make) {
        try {
            SharedHeader.checkSize(file.size());
            MappedRegion region = file.map();
            try {
                if (make != null) {
                    make.accept(region);
                }
                Segment segment = new Segment(name, path, file, region);
                if (path != null) {
                    file.close();
                }
                return segment;
            } catch (RuntimeException refused) {
                region.close();
                throw refused;
            }
        } catch (RuntimeException refused) {
            file.close();
            throw refused;
        }
    }

    private void check(SharedHeader wanted, SharedHeader there) {
        check("kind", wanted.kind(), there.kind());
        check("length", wanted.bodyLength(), there.bodyLength());
        check("parameter", wanted.parameter(), there.parameter());
        check("option", wanted.option(), there.option());
    }

    private void check(String what, Object wanted, Object there) {
        if (!wanted.equals(there)) {
            throw new IllegalArgumentException(
                    "the shared object " + name + " was made otherwise and cannot be changed, " + what + " is " + there
                            + ", " + what + "=" + wanted);
        }
    }

    private static long checkLength(long length, long elementBytes) {
        if (length < 1 || length > SharedHeader.LONGEST_BODY / elementBytes) {
            throw new IllegalArgumentException(
                    "it has to be 1 to " + SharedHeader.LONGEST_BODY / elementBytes + ", length=" + length);
        }
        return length;
    }
}
