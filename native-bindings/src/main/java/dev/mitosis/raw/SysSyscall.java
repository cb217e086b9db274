package dev.mitosis.raw;

import jnr.ffi.annotations.Variadic;

/** {@code syscall(2)}, for what the C library has no function for. Every argument is a register's worth. */
public interface SysSyscall {
    @Variadic(fixedCount = 1)
    long syscall(long number, long a, long b, long c, long d, long e, long f);
}
