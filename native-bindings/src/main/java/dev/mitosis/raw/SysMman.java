package dev.mitosis.raw;

import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;

/** {@code sys/mman.h}. Addresses are plain numbers: the caller keeps what they point at alive. */
public interface SysMman {
    long mmap(long address, @size_t long length, int protection, int flags, int fd, @off_t long offset);

    int munmap(long address, @size_t long length);

    int msync(long address, @size_t long length, int flags);

    int memfd_create(CharSequence name, int flags);
}
