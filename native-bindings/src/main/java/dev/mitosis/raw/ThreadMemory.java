package dev.mitosis.raw;

import jnr.ffi.Pointer;

/** Memory that each thread uses for one call after the other, so that a call takes none of its own. */
public final class ThreadMemory {
    private static final ThreadLocal<Pointer> OF_THREAD = new ThreadLocal<>();

    private ThreadMemory() {}

    /** Valid until this thread asks again. */
    public static Pointer zeroed(int bytes) {
        Pointer memory = OF_THREAD.get();
        if (memory == null || memory.size() < bytes) {
            memory = NativeMemory.zeroed(bytes);
            OF_THREAD.set(memory);
        } else {
            memory.setMemory(0, bytes, (byte) 0);
        }
        return memory;
    }
}
