package dev.mitosis.shared;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.participant.Burial;
import dev.mitosis.participant.ParticipantTable;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.process.ThreadIdentity;
import dev.mitosis.words.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The processes that use a shared object. Each takes a seat when it first needs one, a forked child one of its own; words name
 * processes by their seats. A seat is freed when nothing names it any more, so that no word is mistaken for its next holder's.
 * Thread-safe.
 */
final class Seats implements Burial {
    private static final long PRESENT = 1;
    private static final long GONE = 0;
    private static final int NONE = -1;

    private final MappedRegion region;
    private final ParticipantTable table;
    private final String object;
    private final List<Part> parts = new ArrayList<>();
    private int incarnation = NONE;
    private int seat = NONE;
    private ProcessIdentity self;
    private int waiting;
    private volatile long told;

    Seats(MappedRegion region, String object) {
        this.region = region;
        this.object = object;
        this.table = new ParticipantTable(region, SharedLayout.PARTICIPANTS_OFFSET, SharedLayout.SEATS);
        this.told = deaths();
    }

    /** Adds what words of this object name seats for; before the object is used. */
    void add(Part part) {
        parts.add(part);
    }

    /**
     * This process's seat.
     *
     * @throws IllegalStateException when living processes have all that there are
     */
    synchronized int mine() {
        if (incarnation != Self.incarnation()) {
            self = ProcessIdentity.current();
            seat = take();
            incarnation = Self.incarnation();
            waiting = 0;
            Farewell.register(this);
        }
        return seat;
    }

    /** The name of the calling thread in this object's words. */
    Claim claim() {
        return new Claim(Thread.currentThread(), Self.incarnation(), OwnerWord.of(mine(), Self.thread()));
    }

    private int take() {
        buryTheDead();
        for (int candidate = 0; candidate < SharedLayout.SEATS; candidate++) {
            noteUsed(candidate + 1);
            if (table.claim(candidate, self)) {
                bury(candidate);
                if (!isHeld(candidate)) {
                    Words.setRelease(address(candidate, SharedLayout.WAITING), 0);
                    Words.setRelease(address(candidate, SharedLayout.PRESENT), PRESENT);
                    return candidate;
                }
                table.release(candidate, self);
            }
        }
        throw new IllegalStateException(
                "as many processes use " + object + " as can at once, processes=" + SharedLayout.SEATS);
    }

    /** Looks whether any process has died that uses the object, and puts in order what it left. Some 20 µs for each. */
    void buryTheDead() {
        table.buryTheDead(0, used(), ProcessIdentity.current(), this);
    }

    @Override
    public void bury(int dead) {
        boolean died = isPresent(dead);
        parts.forEach(part -> part.bury(dead, died));
        if (died) {
            // In this order: to tell of a death twice is better than not at all.
            table.lastDead(dead).ifPresent(who -> set(SharedLayout.LAST_DEAD_OFFSET, who.toWord()));
            Words.getAndAdd(region.address() + SharedLayout.DEATHS_OFFSET, 1);
            Words.setRelease(address(dead, SharedLayout.PRESENT), GONE);
        }
    }

    @Override
    public void done() {
        parts.forEach(Part::wakeAll);
    }

    /** How many processes have died that had not ended in order, and were noticed. */
    long deaths() {
        return Words.getAcquire(region.address() + SharedLayout.DEATHS_OFFSET);
    }

    /** Of how many of these this process's waits have been told. */
    long told() {
        return told;
    }

    void noteTold(long count) {
        told = count;
    }

    /** Who has died last of these. */
    Optional<ProcessIdentity> lastDead() {
        return ProcessIdentity.ofWord(Words.getAcquire(region.address() + SharedLayout.LAST_DEAD_OFFSET));
    }

    /** Whether the thread is dead that the word at this address names. Exact: the living are never taken for dead. */
    boolean isDead(long address, long word) {
        int named = OwnerWord.seat(word);
        if (named < 0 || named >= SharedLayout.SEATS) {
            return false;
        }
        Optional<ProcessIdentity> process = table.holder(named);
        // Who has left its seat had left the word before: then it has changed.
        if (Words.getAcquire(address) != word) {
            return false;
        }
        if (process.isEmpty() || !process.get().isAlive()) {
            return true;
        }
        int tid = OwnerWord.tid(word);
        if (tid == 0) {
            return false;
        }
        OptionalLong start = ThreadIdentity.startTime(process.get().pid(), tid);
        return start.isEmpty() || !OwnerWord.startedAt(word, start.getAsLong());
    }

    /** Whether no other living process has a seat, as far as is known. */
    boolean isAlone() {
        int own = mine();
        return IntStream.range(0, used()).allMatch(at -> at == own || table.isFree(at));
    }

    /** Who has a seat, alive or not. */
    Optional<ProcessIdentity> holder(int at) {
        return table.holder(at);
    }

    /** Whether its holder has not ended in order. */
    boolean isPresent(int at) {
        return Words.getAcquire(address(at, SharedLayout.PRESENT)) == PRESENT;
    }

    /** How many threads of the seat's process wait. */
    long waiting(int at) {
        return Words.getAcquire(address(at, SharedLayout.WAITING));
    }

    /** Counts the threads of this process that wait. */
    synchronized void noteWaiting(int change) {
        int own = mine();
        waiting += change;
        Words.setRelease(address(own, SharedLayout.WAITING), waiting);
    }

    /** Runs something for a seat that nobody has, as if this process had it; leaves out those that it cannot take. */
    boolean whileTaken(int free, Runnable task) {
        ProcessIdentity taker = ProcessIdentity.current();
        if (!table.isFree(free) || !table.claim(free, taker)) {
            return false;
        }
        task.run();
        table.release(free, taker);
        return true;
    }

    /** How many seats were ever taken; those behind them need not be looked at. */
    int used() {
        long used = Words.getAcquire(region.address() + SharedLayout.USED_SEATS_OFFSET);
        return (int) Math.max(0, Math.min(used, SharedLayout.SEATS));
    }

    long address(int at, int field) {
        return region.address() + SharedLayout.seatOffset(at) + field;
    }

    /** Gives the seat up; who holds something then counts as dead once the process has ended. */
    synchronized void leave() {
        if (isOwn() && !isHeld(seat)) {
            Words.setRelease(address(seat, SharedLayout.PRESENT), GONE);
            table.release(seat, self);
        }
        if (incarnation != NONE) {
            Farewell.forget(this);
        }
        incarnation = NONE;
    }

    /** At the process's end: it dies in order, unless it holds something. Other threads may go on for a moment, so the seat stays. */
    synchronized void sayFarewell() {
        if (!region.isClosed() && isOwn() && self.pid() == ProcessIdentity.ownPid() && !isHeld(seat)) {
            Words.setRelease(address(seat, SharedLayout.PRESENT), GONE);
        }
    }

    void close() {
        table.closeRegion();
    }

    private boolean isOwn() {
        return incarnation == Self.incarnation();
    }

    private boolean isHeld(int at) {
        return parts.stream().anyMatch(part -> part.isHeldBy(at));
    }

    private void set(long offset, long value) {
        Words.setRelease(region.address() + offset, value);
    }

    private void noteUsed(int count) {
        long address = region.address() + SharedLayout.USED_SEATS_OFFSET;
        for (long used = Words.get(address); used < count; used = Words.get(address)) {
            if (Words.compareAndSet(address, used, count)) {
                return;
            }
        }
    }
}
