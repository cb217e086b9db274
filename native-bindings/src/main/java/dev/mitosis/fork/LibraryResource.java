package dev.mitosis.fork;

import dev.mitosis.io.Descriptor;
import dev.mitosis.raw.BundledFile;
import dev.mitosis.raw.LiveForkLibrary;
import jnr.ffi.LibraryLoader;

/** Our own C library, which comes with our classes. */
final class LibraryResource {
    private LibraryResource() {}

    static LiveForkLibrary load() {
        try (Descriptor file = BundledFile.open("libmitosis-fork.so")) {
            return LibraryLoader.create(LiveForkLibrary.class).load("/proc/self/fd/" + file.number());
        }
    }
}
