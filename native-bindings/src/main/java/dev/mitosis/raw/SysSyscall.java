package dev.mitosis.raw;

/**
 * {@code syscall(2)}, for what the C library has no function for. Every argument is a register's worth. Not declared
 * variadic, which Linux's calling conventions do not mind: so JNR-FFI makes machine code of it, which up to five numbers
 * is right (see {@link SysMman}).
 */
public interface SysSyscall {
    long syscall(long number, long a, long b, long c, long d);
}
