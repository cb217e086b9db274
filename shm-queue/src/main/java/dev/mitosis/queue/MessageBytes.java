package dev.mitosis.queue;

import dev.mitosis.memory.MappedRegion;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.bytes.VanillaBytes;

/** A Chronicle Bytes over a moving window. Apart from Message, so that who does not use Bytes does not load it. */
final class MessageBytes {
    private final PointerBytesStore window;
    private final VanillaBytes<Void> bytes;

    MessageBytes(MappedRegion region) {
        window = new Window(region);
        bytes = window.bytesForWrite();
        bytes.singleThreadedCheckDisabled(true);
    }

    Bytes<?> at(long address, int length) {
        window.set(address, length);
        bytes.bytesStore(window, 0, length);
        return bytes;
    }

    private static final class Window extends PointerBytesStore {
        /** Keeps the memory mapped as long as this is reachable. */
        @SuppressWarnings("UnusedVariable")
        private final MappedRegion region;

        Window(MappedRegion region) {
            this.region = region;
        }
    }
}
