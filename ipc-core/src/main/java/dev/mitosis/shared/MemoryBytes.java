package dev.mitosis.shared;

import dev.mitosis.memory.MappedRegion;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.bytes.VanillaBytes;

/** A Chronicle Bytes over shared memory. Apart from the arrays, so that who does not use Bytes does not load it. */
final class MemoryBytes extends PointerBytesStore {
    /** Keeps the memory mapped as long as this is reachable. */
    @SuppressWarnings("UnusedVariable")
    private final MappedRegion region;

    private MemoryBytes(MappedRegion region) {
        this.region = region;
    }

    static Bytes<?> of(MappedRegion region, long address, long size) {
        MemoryBytes store = new MemoryBytes(region);
        store.set(address, size);
        VanillaBytes<Void> bytes = store.bytesForWrite();
        bytes.writeLimit(size);
        return bytes;
    }
}
