package dev.mitosis.fork;

import dev.mitosis.io.Descriptor;
import dev.mitosis.platform.OsException;
import dev.mitosis.platform.Platform;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.LiveForkLibrary;
import dev.mitosis.raw.SysMman;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import jnr.ffi.LibraryLoader;

/** Our own C library, which comes with our classes. It is loaded from memory, so that no file is left behind. */
final class LibraryResource {
    private static final String NAME = "libmitosis-fork.so";

    private static final int MFD_CLOEXEC = 1;

    private LibraryResource() {}

    static LiveForkLibrary load() {
        String directory = Platform.current().isAarch64() ? "linux-aarch64/" : "linux-x86_64/";
        try (InputStream resource = LibraryResource.class.getResourceAsStream(directory + NAME)) {
            if (resource == null) {
                throw new UnsupportedOperationException(
                        "these classes come without the library for " + Platform.current());
            }
            return load(resource.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the library for live fork", e);
        }
    }

    private static LiveForkLibrary load(byte[] content) {
        int fd = LibC.load(SysMman.class).memfd_create(NAME, MFD_CLOEXEC);
        OsException.check("memfd_create", fd, NAME);
        try (Descriptor file = Descriptor.of(fd)) {
            ByteBuffer left =
                    ByteBuffer.allocateDirect(content.length).put(content).flip();
            while (left.hasRemaining()) {
                file.write(left);
            }
            return LibraryLoader.create(LiveForkLibrary.class).load("/proc/self/fd/" + fd);
        }
    }
}
