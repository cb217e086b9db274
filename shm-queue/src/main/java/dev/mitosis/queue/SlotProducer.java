package dev.mitosis.queue;

import dev.mitosis.participant.Bell;
import dev.mitosis.words.Words;

/**
 * Overview, for maintainers. Claims the first free slot by one compare-and-set, which is the whole claim: who is killed
 * before it has nothing, who is killed behind it is named by the slot's word. Slots are claimed in the order of positions,
 * since each producer steps over a position only when it has seen it claimed; {@code position} is how far it has got.
 *
 * <p>What was claimed and is given up becomes a {@code SKIP}, which consumers step over: the positions behind it may be
 * claimed already.
 */
final class SlotProducer extends AbstractProducer {
    private static final long NONE = -1;
    private static final int LONGEST_BATCH = 1024;

    private final SlotArray slots;
    private final Bell consumerBell;
    private final Undertaker undertaker;
    private final int self;
    private final long[] kept;
    private int keptCount;
    private long position;
    private long reserved = NONE;

    /**
     * @param self this participant's entry
     */
    SlotProducer(
            SlotArray slots,
            int self,
            QueueState state,
            Bell consumerBell,
            Undertaker undertaker,
            WaitingFactory waiting,
            Runnable leave) {
        super(new Message(slots.region()), slots.maxMessageLength(), state, waiting, leave);
        this.slots = slots;
        this.self = self;
        this.consumerBell = consumerBell;
        this.undertaker = undertaker;
        this.kept = new long[Math.min(slots.count(), LONGEST_BATCH)];
        this.position = slots.firstUnclaimed();
    }

    @Override
    boolean reserve(int length) {
        if (reserved != NONE) {
            return true;
        }
        checkUsable();
        if (claimSlot()) {
            return true;
        }
        publishKept();
        return undertaker.lookNowAndThen() && claimSlot();
    }

    private boolean claimSlot() {
        while (true) {
            long at = position;
            long address = slots.word(at);
            // sync point freed: with the consumer's release of the slot
            long word = Words.getAcquire(address);
            long lapsAhead = slots.lapsAhead(word, at);
            if (lapsAhead < 0) {
                return false; // the lap before has not been received here: the queue is full
            }
            if (lapsAhead > 0) {
                position = slots.caughtUp(at, lapsAhead);
            } else if (SlotWord.state(word) != SlotWord.FREE) {
                position = slots.hinted(Role.PRODUCER, at + 1);
            } else if (Words.compareAndSet(address, word, SlotWord.of(slots.lap(at), SlotWord.WRITING, self))) {
                reserved = at;
                position = at + 1;
                slots.hint(Role.PRODUCER, position);
                if (isClosed()) {
                    // By another thread, while this one waited: the place may be another's by now.
                    giveBack();
                    checkOpen();
                }
                return true;
            }
        }
    }

    @Override
    void moveToReserved(int length) {
        message.moveTo(slots.message(reserved), length);
    }

    @Override
    void commitClaimed(int length) {
        message.clear();
        slots.setLength(reserved, length);
        if (isBatching()) {
            if (keptCount == kept.length) {
                publishKept();
            }
            kept[keptCount++] = reserved;
        } else {
            // sync point published: with the acquire of the consumer that takes it
            Words.setRelease(slots.word(reserved), SlotWord.of(slots.lap(reserved), SlotWord.FULL));
            consumerBell.ring();
        }
        reserved = NONE;
    }

    @Override
    void commitShorter(int length) {
        commitClaimed(length);
    }

    @Override
    void abortClaimed() {
        giveBack();
    }

    @Override
    void giveBack() {
        if (reserved != NONE) {
            slots.pass(reserved, SlotWord.WRITING, SlotWord.SKIP, self);
            reserved = NONE;
            consumerBell.ring();
        }
    }

    @Override
    void keep(boolean keeping) {}

    @Override
    void publishKept() {
        if (keptCount > 0) {
            for (int i = 0; i < keptCount; i++) {
                slots.pass(kept[i], SlotWord.WRITING, SlotWord.FULL, self);
            }
            keptCount = 0;
            consumerBell.ring();
        }
    }

    @Override
    void stop() {}

    @Override
    void forget() {
        reserved = NONE;
        keptCount = 0;
    }

    @Override
    void finish() {
        giveBack();
    }
}
