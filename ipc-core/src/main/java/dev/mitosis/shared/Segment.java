package dev.mitosis.shared;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A shared object's file, open in this process. */
final class Segment {
    private final String name;
    private final Path path;
    /** Open as long as the object is, when it is anonymous: nobody else could find it otherwise. */
    private final SharedFile file;

    private final MappedRegion region;
    private final long address;
    private final SharedHeader header;
    private final Seats seats;
    private final LockWords lock;

    /**
     * @param path null when it has none
     */
    Segment(String name, Path path, SharedFile file, MappedRegion region) {
        this.name = name;
        this.path = path;
        this.file = file;
        this.region = region;
        this.address = region.address();
        this.header = SharedHeader.readFrom(region);
        this.seats = new Seats(region, name);
        this.lock = new LockWords(this);
    }

    String name() {
        return name;
    }

    String handle() {
        return path != null ? path.toAbsolutePath().toString() : file.handle();
    }

    /** Whether other programs can find it, so that it has to be seen who uses it. */
    boolean isNamed() {
        return path != null;
    }

    SharedHeader header() {
        return header;
    }

    Seats seats() {
        return seats;
    }

    /** Each object has one. */
    LockWords lock() {
        return lock;
    }

    MappedRegion region() {
        return region;
    }

    /** Of what is at this offset; valid while this object is reachable. */
    long address(long offset) {
        return address + offset;
    }

    /** @throws IllegalStateException when it is closed in this process */
    void checkOpen() {
        if (region.isClosed()) {
            throw new IllegalStateException("the object is closed in this process, name=" + name);
        }
    }

    void delete() {
        if (path != null) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot delete " + path, e);
            }
        }
    }

    void close() {
        if (!region.isClosed()) {
            seats.leave();
            seats.close();
            file.close();
        }
    }
}
