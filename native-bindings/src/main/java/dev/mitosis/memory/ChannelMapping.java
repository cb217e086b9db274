package dev.mitosis.memory;

import java.nio.MappedByteBuffer;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/** A mapping made by {@code FileChannel.map}, where POSIX is missing. The JDK unmaps it when it is garbage. */
final class ChannelMapping extends Mapping {
    private final MappedByteBuffer buffer;

    ChannelMapping(MappedByteBuffer buffer) {
        super(Pointer.wrap(Runtime.getSystemRuntime(), buffer).address(), buffer.capacity());
        this.buffer = buffer;
    }

    @Override
    void detach() {
        // The JDK cannot unmap earlier than the collector finds the buffer.
    }

    @Override
    void sync() {
        buffer.force();
    }
}
