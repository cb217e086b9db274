package dev.mitosis.participant;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.words.Words;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Wakes all participants of a role that sleep. A publisher looks at one word for all of them; each has its own flag besides,
 * which is what it sleeps on, so that one who dies takes nobody's wake-up along.
 *
 * <pre>
 *   sleeper                                publisher, when the word is not 0
 *   own flag = 1                           word = mark
 *   word = 1                               wake whose flag is not 0
 *   membarrier, look, futex wait           word = 0, if it still is mark
 * </pre>
 *
 * A sleeper that comes while a publisher is on its round either is seen on it, or has put a 1 over the mark, which stays. The
 * word may stay 1 after a sleeper has gone: then the next publisher makes a round for nothing.
 */
public final class DoorbellGroup implements Bell {
    private final MappedRegion region;
    private final long word;
    private final boolean asymmetric;
    private final List<Doorbell> members;

    /**
     * @param wordOffset of the group's word in the region
     * @param first the first member's entry; the others' follow
     */
    public DoorbellGroup(ParticipantTable table, long wordOffset, int first, int members, boolean asymmetric) {
        this.region = table.region();
        this.word = region.address() + wordOffset;
        this.asymmetric = asymmetric;
        this.members = IntStream.range(first, first + members)
                .mapToObj(entry ->
                        new Doorbell(table, entry, asymmetric, members == 1 ? Optional.empty() : Optional.of(this)))
                .toList();
    }

    /** What wakes all. */
    public Bell bell() {
        return members.size() == 1 ? members.get(0) : this;
    }

    /** One participant's own; a member that sleeps on it is woken by the group, too. */
    public Doorbell member(int index) {
        return members.get(index);
    }

    @Override
    public long wordToLookAt() {
        return asymmetric ? word : 0;
    }

    @Override
    public void ring() {
        Doorbell.fenceOfPublisher(asymmetric);
        // sync point asleep: with the sleeper's store before its membarrier
        if (Words.getAcquire(word) != AWAKE) {
            wake();
        }
    }

    @Override
    public void wake() {
        if (region.isClosed()) {
            return;
        }
        long mark = Doorbell.newMark();
        Words.setRelease(word, mark);
        Words.fullFence();
        for (Doorbell member : members) {
            if (member.isAsleep()) {
                member.wake();
            }
        }
        if (!region.isClosed()) {
            Words.compareAndSet(word, mark, AWAKE);
        }
    }

    void noteSleeper() {
        Words.setRelease(word, Doorbell.ASLEEP);
    }
}
