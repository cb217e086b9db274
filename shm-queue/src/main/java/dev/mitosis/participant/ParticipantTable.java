package dev.mitosis.participant;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.words.Words;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The participants of something shared: a fixed number of entries in its file. An entry is taken by one compare-and-set
 * of its identity word, so that at every instant it names exactly one process, or none.
 *
 * <pre>
 *   byte 0         8            16            24            32          40         128
 *        +---------+------------+-------------+-------------+-----------+----------+
 *        | identity| asleep     | recoveries  | last dead   | burier    | unused   |   entry 0
 *        +---------+------------+-------------+-------------+-----------+----------+
 *        | ...                                                                     |   entry 1
 * </pre>
 *
 * {@code identity}: 0 when free, else {@link ProcessIdentity#toWord()}. {@code asleep}: see {@link Doorbell}.
 * {@code recoveries}: how many have died with the entry, and were noticed; {@code last dead}: the last one of them.
 * {@code burier}: who puts in order what a dead one left, as long as {@code identity} names the same; written before that.
 *
 * <p>What a participant holds elsewhere may name it by its entry. Who finds it dead takes the entry over, and puts in order
 * what names it before naming the entry itself, or freeing it.
 */
public final class ParticipantTable {
    /** An entry has two cache lines, which processors like to fetch in pairs, to itself. */
    public static final int ENTRY_BYTES = 128;

    static final int IDENTITY_OFFSET = 0;
    static final int ASLEEP_OFFSET = IDENTITY_OFFSET + Long.BYTES;
    static final int RECOVERIES_OFFSET = ASLEEP_OFFSET + Long.BYTES;
    static final int LAST_DEAD_OFFSET = RECOVERIES_OFFSET + Long.BYTES;
    static final int BURIER_OFFSET = LAST_DEAD_OFFSET + Long.BYTES;
    private static final long FREE = 0;
    /** Far more than a burial takes, unless who does it is stopped. */
    private static final long BURIAL_NANOS = 2_000_000_000;

    private static final long LOOK_NANOS = 50_000;

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

    /** Who has the entry, alive or not; empty when nobody has, or when the word names no possible process. */
    public Optional<ProcessIdentity> holder(int entry) {
        return ProcessIdentity.ofWord(identity(entry));
    }

    /**
     * Takes the entry for this process, if it is free or its holder is dead. Exact: it is never taken from the living,
     * also when they are stopped. Waits up to 2 s for one who buries a dead holder just now.
     *
     * @return whether it was taken
     */
    public boolean claim(int entry, ProcessIdentity self) {
        long deadline = System.nanoTime() + BURIAL_NANOS;
        while (true) {
            long word = identity(entry);
            if (!isOfLiving(word)) {
                if (take(entry, word, self)) {
                    return true;
                }
            } else if (isBuriedBy(entry, word) && System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(LOOK_NANOS);
            } else if (identity(entry) == word) {
                return false;
            }
        }
    }

    private boolean isBuriedBy(int entry, long word) {
        return Words.getAcquire(address(entry, BURIER_OFFSET)) == word;
    }

    private boolean take(int entry, long word, ProcessIdentity self) {
        return word == FREE
                ? Words.compareAndSet(identityAddress(entry), FREE, self.toWord())
                : takeFromDead(entry, word, self.toWord());
    }

    /** Counts first: who sees that the dead one is gone must be able to see that it has died. */
    private boolean takeFromDead(int entry, long dead, long taker) {
        Words.setRelease(address(entry, LAST_DEAD_OFFSET), dead);
        Words.getAndAdd(address(entry, RECOVERIES_OFFSET), 1);
        boolean taken = Words.compareAndSet(identityAddress(entry), dead, taker);
        if (!taken) {
            Words.getAndAdd(address(entry, RECOVERIES_OFFSET), -1);
        }
        return taken;
    }

    /** Frees the entry, if it still names this process. What it owned must be in order before. */
    public void release(int entry, ProcessIdentity holder) {
        Words.compareAndSet(identityAddress(entry), holder.toWord(), FREE);
    }

    /**
     * Buries a holder that has died, and frees its entry, unless somebody else does so already. If this process dies
     * meanwhile, the entry is a dead one's again, and the next one who looks does it all over. So it is if the burial fails.
     */
    public void bury(int entry, ProcessIdentity dead, Burial burial) {
        synchronized (this) {
            if (region.isClosed() || identity(entry) != dead.toWord()) {
                return;
            }
            if (burial == Burial.NONE) {
                takeFromDead(entry, dead.toWord(), FREE);
                return;
            }
            ProcessIdentity self = ProcessIdentity.current();
            if (!becomesBurier(entry, dead, self)) {
                return;
            }
            if (!takeAndBury(entry, dead, self, burial)) {
                return;
            }
        }
        burial.done();
    }

    private boolean takeAndBury(int entry, ProcessIdentity dead, ProcessIdentity self, Burial burial) {
        try {
            if (!takeFromDead(entry, dead.toWord(), self.toWord())) {
                return false;
            }
            burial.bury(entry);
            release(entry, self);
            return true;
        } catch (RuntimeException | Error failure) {
            Words.compareAndSet(identityAddress(entry), self.toWord(), dead.toWord());
            throw failure;
        } finally {
            Words.compareAndSet(address(entry, BURIER_OFFSET), self.toWord(), FREE);
        }
    }

    /**
     * Before the entry is taken over, so that whoever claims it always knows why it is taken. One at a time: others wait, unless that
     * takes too long, or the entry is a dead one's no more.
     */
    private boolean becomesBurier(int entry, ProcessIdentity dead, ProcessIdentity self) {
        long burier = address(entry, BURIER_OFFSET);
        long deadline = System.nanoTime() + BURIAL_NANOS;
        while (identity(entry) == dead.toWord()) {
            long other = Words.getAcquire(burier);
            if (!isOfLiving(other)) {
                if (Words.compareAndSet(burier, other, self.toWord())) {
                    return true;
                }
            } else if (System.nanoTime() - deadline < 0) {
                LockSupport.parkNanos(LOOK_NANOS);
            } else {
                return false;
            }
        }
        return false;
    }

    private static boolean isOfLiving(long word) {
        return ProcessIdentity.ofWord(word).filter(ProcessIdentity::isAlive).isPresent();
    }

    /** Ends the region's life, but not in the middle of a burial. */
    public synchronized void closeRegion() {
        region.close();
    }

    /**
     * Looks at each of these entries' holders, and buries those that have died. Takes some 20 µs for each.
     *
     * @param looking this process, which is alive
     */
    public void buryTheDead(int first, int count, ProcessIdentity looking, Burial burial) {
        long self = looking.toWord();
        for (int entry = first; entry < first + count; entry++) {
            long word = identity(entry);
            if (word != FREE && word != self) {
                Optional<ProcessIdentity> holder = ProcessIdentity.ofWord(word);
                if (holder.isPresent() && !holder.get().isAlive()) {
                    bury(entry, holder.get(), burial);
                }
            }
        }
    }

    /** Whether nobody has the entry, not even a dead process. */
    public boolean isFree(int entry) {
        return identity(entry) == FREE;
    }

    /** How many holders of the entry have died with it, and were noticed. */
    public long recoveries(int entry) {
        return Words.getAcquire(address(entry, RECOVERIES_OFFSET));
    }

    /** Who has died with the entry last, if anybody has. */
    public Optional<ProcessIdentity> lastDead(int entry) {
        return ProcessIdentity.ofWord(Words.getAcquire(address(entry, LAST_DEAD_OFFSET)));
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
        return address(entry, IDENTITY_OFFSET);
    }

    private long address(int entry, int field) {
        return region.address() + entryOffset(entry) + field;
    }

    private long entryOffset(int entry) {
        return offset + (long) Objects.checkIndex(entry, entries) * ENTRY_BYTES;
    }
}
