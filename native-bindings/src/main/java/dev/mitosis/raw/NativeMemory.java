package dev.mitosis.raw;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * Memory that C reads and writes. It is freed some time after its pointer is garbage, so a call that is given the address has to
 * keep the pointer reachable. JNR's own allocator takes a thread of its own to free it, which every fork would stop and make
 * again; the JDK's takes one that is there anyway. It counts as direct memory, of which an application may have used up what it
 * is allowed: {@link ThreadMemory} is for what is called often.
 */
public final class NativeMemory {
    private NativeMemory() {}

    public static Pointer zeroed(int bytes) {
        return Pointer.wrap(
                Runtime.getSystemRuntime(), ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()));
    }
}
