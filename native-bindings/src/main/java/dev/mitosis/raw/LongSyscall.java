package dev.mitosis.raw;

import jnr.ffi.provider.jffi.NoX86;

/** {@code syscall(2)} with six numbers, which JNR-FFI's own machine code gets wrong: see {@link SysMman}. */
@NoX86
public interface LongSyscall {
    long syscall(long number, long a, long b, long c, long d, long e);
}
