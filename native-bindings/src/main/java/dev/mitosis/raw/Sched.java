package dev.mitosis.raw;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;

/** {@code sched.h}. A CPU set is an array of 64-bit words, the first CPU in the lowest bit of the first. */
public interface Sched {
    int sched_getaffinity(int tid, @size_t long bytes, @Out long[] cpus);

    int sched_setaffinity(int tid, @size_t long bytes, @In long[] cpus);
}
