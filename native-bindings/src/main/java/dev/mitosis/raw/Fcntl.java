package dev.mitosis.raw;

import jnr.ffi.annotations.Variadic;
import jnr.ffi.types.off_t;

/** {@code fcntl.h}. */
public interface Fcntl {
    @Variadic(fixedCount = 2)
    int open(CharSequence path, int flags, int mode);

    @Variadic(fixedCount = 2)
    int fcntl(int fd, int command, int argument);

    /** Returns the error number itself, and leaves errno alone. */
    int posix_fallocate(int fd, @off_t long offset, @off_t long length);
}
