package dev.mitosis.raw;

import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** {@code sys/socket.h}. Addresses are plain numbers. */
public interface SysSocket {
    int socketpair(int domain, int type, int protocol, int[] ends);

    @ssize_t
    long send(int fd, long buffer, @size_t long count, int flags);

    @ssize_t
    long sendmsg(int fd, long message, int flags);

    @ssize_t
    long recvmsg(int fd, long message, int flags);
}
