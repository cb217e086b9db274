package dev.mitosis.memory;

import dev.mitosis.io.Descriptor;
import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A file whose pages several processes map. Its owner alone may open it (mode 0600), it is never reached through a
 * symbolic link, and its space is reserved when it is created: a full file system is an {@link OsException} then, and
 * not a crash at some later write.
 *
 * <p>Closing the file leaves the regions that were mapped from it as they are.
 */
public abstract sealed class SharedFile implements AutoCloseable permits PosixFile, ChannelFile {
    /**
     * Creates a file that was not there before, of zeros.
     *
     * @param size in bytes, at least 1
     * @throws OsException EEXIST when there is one, ENOSPC when there is no room
     */
    public static SharedFile create(Path path, long size) {
        checkSize(size);
        SharedFile file = Capability.MMAP.isAvailable() ? PosixFile.createAt(path) : ChannelFile.createAt(path);
        try {
            file.reserve(path.toString(), size);
            return file;
        } catch (RuntimeException noRoom) {
            file.close();
            delete(path);
            throw noRoom;
        }
    }

    /**
     * Opens a file that is there.
     *
     * @throws OsException ENOENT when it is not, ELOOP when it is a symbolic link, EPERM when it belongs to another user
     */
    public static SharedFile open(Path path) {
        return Capability.MMAP.isAvailable() ? PosixFile.openAt(path) : ChannelFile.openAt(path);
    }

    /**
     * Opens the file, or creates it if it is not there. However many processes do this at once, exactly one creates it,
     * and none ever sees it before {@code initialise} has run: it is prepared under a name of its own and then linked.
     *
     * @param size of a new file, in bytes
     * @param initialise fills a new file in
     */
    public static SharedFile openOrCreate(Path path, long size, Consumer<MappedRegion> initialise) {
        while (true) {
            try {
                return open(path);
            } catch (OsException e) {
                if (!e.is("ENOENT")) {
                    throw e;
                }
            }
            createWhole(path, size, initialise);
        }
    }

    /**
     * Memory with a descriptor and no name. It can neither grow nor shrink, whoever gets hold of it.
     *
     * @param name for debugging only; it appears in /proc/PID/fd
     * @param size in bytes, at least 1
     * @throws UnsupportedOperationException where {@link Capability#MEMFD} is missing
     */
    public static SharedFile anonymous(String name, long size) {
        return PosixFile.memfd(name, size);
    }

    /**
     * Opens an anonymous file that another process of this user has open.
     *
     * @param handle what {@link #handle()} says there
     * @throws OsException ENOENT when that process has closed it, or has ended; EACCES when it is another user's
     */
    public static SharedFile byHandle(String handle) {
        return PosixFile.openByHandle(AnonymousHandle.parse(handle));
    }

    /** Takes over a descriptor that was inherited or received, for instance of an anonymous file. */
    public static SharedFile of(Descriptor descriptor) {
        return new PosixFile(descriptor);
    }

    /** A word by which the other processes of this user find this file, if it is anonymous, while this process has it open. */
    public abstract String handle();

    /** In bytes, now. */
    public abstract long size();

    /** Maps the whole file, to be read and written. */
    public abstract MappedRegion map();

    /** Reserves space for {@code size} bytes of zeros; the name is for messages. */
    abstract void reserve(String name, long size);

    @Override
    public abstract void close();

    /** Prepares the file under its maker's own name, so that what a killed maker leaves is known for what it is. */
    private static void createWhole(Path path, long size, Consumer<MappedRegion> initialise) {
        Path unfinished =
                path.resolveSibling(TemporaryName.of(path.getFileName().toString()));
        delete(unfinished);
        try (SharedFile file = create(unfinished, size);
                MappedRegion region = file.map()) {
            initialise.accept(region);
            linkUnlessThere(unfinished, path);
        } finally {
            delete(unfinished);
        }
    }

    private static void linkUnlessThere(Path existing, Path added) {
        try {
            if (Capability.MMAP.isAvailable()) {
                PosixPaths.link(existing, added);
            } else {
                ChannelFile.link(existing, added);
            }
        } catch (OsException e) {
            // When another was first, it is there to be opened.
            if (!e.is("EEXIST")) {
                throw e;
            }
        }
    }

    static void checkSize(long size) {
        if (size < 1) {
            throw new IllegalArgumentException("a shared file holds at least a byte, size=" + size);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + path, e);
        }
    }
}
