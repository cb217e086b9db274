package dev.mitosis.ipc;

import dev.mitosis.memory.MappedRegion;
import java.util.BitSet;
import java.util.Optional;

/**
 * Room for the short outcomes of forked children, in memory that they share with their parent: what fits there needs no file.
 * Thread-safe.
 *
 * <pre>
 *   slot:  length, 0 until the outcome is whole: 4 bytes  |  outcome
 * </pre>
 */
final class OutcomeSlots {
    private static final int SLOTS = 64;
    private static final int SLOT_BYTES = 1_024;

    private final MappedRegion region = MappedRegion.anonymous(SLOTS * SLOT_BYTES);
    private final BitSet taken = new BitSet(SLOTS);

    /** One for a child that is about to be forked; empty when as many live as there are. */
    synchronized Optional<Slot> take() {
        int free = taken.nextClearBit(0);
        if (free >= SLOTS) {
            return Optional.empty();
        }
        taken.set(free);
        Slot slot = new Slot(free);
        region.putInt(slot.offset, 0);
        return Optional.of(slot);
    }

    private synchronized void free(int slot) {
        taken.clear(slot);
    }

    /** One child's. */
    final class Slot {
        private final int number;
        private final long offset;

        private Slot(int number) {
            this.number = number;
            this.offset = (long) number * SLOT_BYTES;
        }

        /** In the child: leaves its outcome there, if that is short enough. */
        boolean put(byte[] outcome) {
            if (outcome.length > SLOT_BYTES - Integer.BYTES) {
                return false;
            }
            region.put(offset + Integer.BYTES, outcome);
            region.putInt(offset, outcome.length);
            return true;
        }

        /** In the parent, once the child has ended: what it left; the slot is another child's from now on. */
        Optional<byte[]> empty() {
            int length = region.getInt(offset);
            byte[] outcome = new byte[length];
            region.get(offset + Integer.BYTES, outcome);
            free(number);
            return length == 0 ? Optional.empty() : Optional.of(outcome);
        }
    }
}
