package dev.mitosis.raw;

import jnr.ffi.Pointer;
import jnr.ffi.provider.jffi.NoX86;
import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;

/**
 * {@code sys/mman.h}. Addresses are plain numbers: the caller keeps what they point at alive.
 *
 * <p>JNR-FFI's machine code for x86-64 passes the return address as the sixth argument, which is mmap's offset; so these
 * go without it.
 */
@NoX86
public interface SysMman {
    long mmap(Pointer address, @size_t long length, int protection, int flags, int fd, @off_t long offset);

    int munmap(long address, @size_t long length);

    int msync(long address, @size_t long length, int flags);

    int memfd_create(CharSequence name, int flags);
}
