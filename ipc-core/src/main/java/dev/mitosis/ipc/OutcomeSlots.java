package dev.mitosis.ipc;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.platform.Capability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Room for the short outcomes of forked children, in memory that they share with their parent, and the names of files for the long
 * ones: one for each slot, since a name takes longer than a short outcome. Thread-safe.
 *
 * <pre>
 *   slot:  length, 0 until the outcome is whole: 4 bytes  |  outcome
 * </pre>
 */
final class OutcomeSlots {
    private static final int SLOTS = 64;
    private static final int SLOT_BYTES = 1_024;

    private final MappedRegion region;
    /** Of the region, kept open for the fork server to find; empty where there is no such file. */
    private final Optional<SharedFile> file;

    private final BitSet taken = new BitSet(SLOTS);
    private final List<Path> files = new ArrayList<>();

    private OutcomeSlots(MappedRegion region, Optional<SharedFile> file) {
        this.region = region;
        this.file = file;
    }

    /** For this process's children. */
    static OutcomeSlots create() {
        if (!Capability.MEMFD.isAvailable()) {
            return unnamed();
        }
        SharedFile file = SharedFile.anonymous("mitosis-outcomes", SLOTS * SLOT_BYTES);
        return new OutcomeSlots(file.map(), Optional.of(file));
    }

    /** For children that are forked from this process alone. */
    static OutcomeSlots unnamed() {
        return new OutcomeSlots(MappedRegion.anonymous(SLOTS * SLOT_BYTES), Optional.empty());
    }

    /** In a fork server: those of the process that keeps it. */
    static OutcomeSlots byHandle(String handle) {
        try (SharedFile file = SharedFile.byHandle(handle)) {
            return new OutcomeSlots(file.map(), Optional.empty());
        }
    }

    /** In a forked child, which may have an outcome to leave, and nobody to tell where. */
    void closeFile() {
        if (file.isPresent()) {
            file.get().close();
        }
    }

    /** For a fork server. */
    String handle() {
        return file.orElseThrow().handle();
    }

    /** One that the process which keeps the fork server has taken. */
    Slot at(int number, Path file) {
        return new Slot(number, file);
    }

    /** One for a child that is about to be forked; empty when as many live as there are. */
    synchronized Optional<Slot> take() {
        int free = taken.nextClearBit(0);
        if (free >= SLOTS) {
            return Optional.empty();
        }
        if (free == files.size()) {
            files.add(SharedDirectory.ofThisUser().temporary(BodyWork.ANSWER));
        }
        Slot slot = new Slot(free, files.get(free));
        taken.set(free);
        region.putInt(slot.offset, 0);
        return Optional.of(slot);
    }

    private synchronized void free(int slot) {
        taken.clear(slot);
    }

    /** One child's. */
    final class Slot {
        private final int number;
        private final Path file;
        private final long offset;

        private Slot(int number, Path file) {
            this.number = number;
            this.file = file;
            this.offset = (long) number * SLOT_BYTES;
        }

        int number() {
            return number;
        }

        /** For what does not fit; not made here. It has to be removed before the slot is free. */
        Path file() {
            return file;
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

        /** In the parent, once the child has ended: what it left. */
        Optional<byte[]> get() {
            int length = region.getInt(offset);
            byte[] outcome = new byte[length];
            region.get(offset + Integer.BYTES, outcome);
            return length == 0 ? Optional.empty() : Optional.of(outcome);
        }

        /** It is another child's from now on, and so is its file's name. */
        void free() {
            OutcomeSlots.this.free(number);
        }
    }
}
