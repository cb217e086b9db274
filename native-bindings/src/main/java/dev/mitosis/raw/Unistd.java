package dev.mitosis.raw;

import jnr.ffi.types.off_t;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** {@code unistd.h}, {@code stdlib.h} and {@code poll.h}. Addresses are plain numbers. */
public interface Unistd {
    @ssize_t
    long read(int fd, long buffer, @size_t long count);

    @ssize_t
    long write(int fd, long buffer, @size_t long count);

    int close(int fd);

    int link(CharSequence existing, CharSequence added);

    int pipe2(int[] ends, int flags);

    int ftruncate(int fd, @off_t long length);

    int dup3(int from, int to, int flags);

    @off_t
    long lseek(int fd, @off_t long offset, int whence);

    int isatty(int fd);

    int alarm(int seconds);

    void _exit(int code);

    int poll(long pollfds, long count, int timeoutMillis);
}
