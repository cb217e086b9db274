package dev.mitosis.queue;

import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.bytes.VanillaBytes;

/** A Chronicle Bytes over a moving window. Apart from Message, so that who does not use Bytes does not load it. */
final class MessageBytes {
    private final PointerBytesStore window = new PointerBytesStore();
    private final VanillaBytes<Void> bytes;

    MessageBytes() {
        bytes = window.bytesForWrite();
        bytes.singleThreadedCheckDisabled(true);
    }

    Bytes<?> at(long address, int length) {
        window.set(address, length);
        bytes.bytesStore(window, 0, length);
        return bytes;
    }
}
