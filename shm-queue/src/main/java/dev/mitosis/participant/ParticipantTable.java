package dev.mitosis.participant;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.words.Words;
import java.util.Objects;
import java.util.Optional;

/**
 * The participants of something shared: a fixed number of entries in its file. An entry is taken by one compare-and-set
 * of its identity word, so that at every instant it names exactly one process, or none.
 *
 * <pre>
 *   byte 0         8            16                          128
 *        +---------+------------+---------------------------+
 *        | identity| asleep     | unused                    |   entry 0
 *        +---------+------------+---------------------------+
 *        | ...                                              |   entry 1
 * </pre>
 *
 * {@code identity}: 0 when free, else {@link ProcessIdentity#toWord()}. {@code asleep}: see {@link Doorbell}.
 */
public final class ParticipantTable {
    /** An entry has two cache lines, which processors like to fetch in pairs, to itself. */
    public static final int ENTRY_BYTES = 128;

    static final int IDENTITY_OFFSET = 0;
    static final int ASLEEP_OFFSET = IDENTITY_OFFSET + Long.BYTES;
    private static final long FREE = 0;

    private final MappedRegion region;
    private final long offset;
    private final int entries;

    /**
     * A table that is in the region already, or comes to be by the region's zeros.
     *
     * @param offset of the first entry
     */
    public ParticipantTable(MappedRegion region, long offset, int entries) {
        Objects.checkFromIndexSize(offset, (long) entries * ENTRY_BYTES, region.length());
        this.region = region;
        this.offset = offset;
        this.entries = entries;
    }

    /** How many there can be. */
    public int size() {
        return entries;
    }

    /** Who has the entry, alive or not; empty when nobody has, or when the word names no possible process. */
    public Optional<ProcessIdentity> holder(int entry) {
        return ProcessIdentity.ofWord(identity(entry));
    }

    /**
     * Takes the entry for this process, if it is free or its holder is dead. Exact: it is never taken from the living,
     * also when they are stopped.
     *
     * @return whether it was taken
     */
    public boolean claim(int entry, ProcessIdentity self) {
        while (true) {
            long word = identity(entry);
            if (word != FREE
                    && ProcessIdentity.ofWord(word)
                            .filter(ProcessIdentity::isAlive)
                            .isPresent()) {
                return false;
            }
            if (Words.compareAndSet(identityAddress(entry), word, self.toWord())) {
                return true;
            }
        }
    }

    /** Frees the entry, if it still names this process. What it owned must be in order before. */
    public void release(int entry, ProcessIdentity holder) {
        Words.compareAndSet(identityAddress(entry), holder.toWord(), FREE);
    }

    /** The word that names the entry's holder, to be compared with later. */
    long identity(int entry) {
        return Words.getAcquire(identityAddress(entry));
    }

    /** Where the entry's flag is, in the region. */
    long asleepOffset(int entry) {
        return entryOffset(entry) + ASLEEP_OFFSET;
    }

    MappedRegion region() {
        return region;
    }

    private long identityAddress(int entry) {
        return region.address() + entryOffset(entry) + IDENTITY_OFFSET;
    }

    private long entryOffset(int entry) {
        return offset + (long) Objects.checkIndex(entry, entries) * ENTRY_BYTES;
    }
}
