package dev.mitosis.raw;

import dev.mitosis.io.Descriptor;
import dev.mitosis.platform.OsException;
import dev.mitosis.platform.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** A file of machine code that comes with our classes, for each processor. It is opened in memory, so that no file is left behind. */
public final class BundledFile {
    private static final int MFD_CLOEXEC = 1;

    private BundledFile() {}

    /**
     * @throws UnsupportedOperationException when these classes come without it
     */
    public static Descriptor open(String name) {
        String directory = Platform.current().isAarch64() ? "linux-aarch64/" : "linux-x86_64/";
        try (InputStream resource = BundledFile.class.getResourceAsStream("/dev/mitosis/fork/" + directory + name)) {
            if (resource == null) {
                throw new UnsupportedOperationException(
                        "these classes come without " + name + " for " + Platform.current());
            }
            return inMemory(name, resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private static Descriptor inMemory(String name, byte[] content) {
        int fd = LibC.load(SysMman.class).memfd_create(name, MFD_CLOEXEC);
        OsException.check("memfd_create", fd, name);
        Descriptor file = Descriptor.of(fd);
        ByteBuffer left = ByteBuffer.allocateDirect(content.length).put(content).flip();
        while (left.hasRemaining()) {
            file.write(left);
        }
        return file;
    }
}
