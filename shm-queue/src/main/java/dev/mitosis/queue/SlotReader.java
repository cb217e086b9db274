package dev.mitosis.queue;

import dev.mitosis.participant.Bell;
import dev.mitosis.words.Words;

/**
 * Overview, for maintainers. Takes the first full slot by one compare-and-set, and frees it when it has been read. Slots are
 * taken in the order of positions, but for what dead consumers held: that is full again, behind {@code position}, and then the
 * queue's count of rewinds changes, so that each consumer looks through all slots once more.
 */
final class SlotReader implements Reader {
    private static final long NONE = -1;

    private final SlotArray slots;
    private final int self;
    private final Bell producerBell;
    private final Bell consumerBell;
    private final Undertaker undertaker;
    private final Message message;
    private long position;
    private long rewinds;
    /** Before this, there may be full slots behind ones that others have taken. */
    private long fullAgain;

    private long taken = NONE;
    /** Whether what was taken has yet to be handed out. */
    private boolean pending;

    private volatile boolean stopped;

    /**
     * @param self this participant's entry
     */
    SlotReader(SlotArray slots, int self, Bell producerBell, Bell consumerBell, Undertaker undertaker) {
        this.slots = slots;
        this.self = self;
        this.producerBell = producerBell;
        this.consumerBell = consumerBell;
        this.undertaker = undertaker;
        this.message = new Message(slots.region());
        goBack(slots.rewinds());
    }

    /** To the first message that nobody has; in this order, so that nothing that becomes full again meanwhile is passed. */
    private void goBack(long told) {
        rewinds = told;
        position = slots.firstUntaken();
        fullAgain = slots.firstUnclaimed();
    }

    @Override
    public Message next() {
        if (!pending && !take()) {
            return null;
        }
        pending = false;
        message.moveTo(slots.message(taken), slots.length(taken));
        return message;
    }

    @Override
    public boolean isReady() {
        if (!pending) {
            pending = !stopped && take();
        }
        return pending || stopped;
    }

    private boolean take() {
        long told = slots.rewinds();
        if (told != rewinds) {
            goBack(told);
        }
        while (true) {
            long at = position;
            long address = slots.word(at);
            // sync point published: with the producer's release of the word
            long word = Words.getAcquire(address);
            long lapsAhead = slots.lapsAhead(word, at);
            if (lapsAhead > 0) {
                position = slots.caughtUp(at, lapsAhead);
                continue;
            }
            int state = lapsAhead < 0 ? SlotWord.FREE : SlotWord.state(word);
            switch (state) {
                case SlotWord.FREE, SlotWord.WRITING -> {
                    return false;
                }
                case SlotWord.FULL -> {
                    if (Words.compareAndSet(address, word, SlotWord.of(slots.lap(at), SlotWord.READING, self))) {
                        taken = at;
                        position = at + 1;
                        slots.hint(Role.CONSUMER, position);
                        if (stopped) {
                            // By another thread, while this one waited: the place may be another's by now.
                            putBack();
                            return false;
                        }
                        return true;
                    }
                }
                case SlotWord.SKIP -> {
                    if (Words.compareAndSet(address, word, SlotWord.of(slots.lap(at) + 1, SlotWord.FREE))) {
                        producerBell.ring();
                    }
                }
                case SlotWord.READING -> position = at < fullAgain ? at + 1 : slots.hinted(Role.CONSUMER, at + 1);
                default -> throw slots.corrupt(word, at);
            }
        }
    }

    @Override
    public void beforeEnd() {
        undertaker.look();
    }

    /** While there is nothing, it may be because somebody died over it. */
    @Override
    public void checkIdle() {
        undertaker.lookNowAndThen();
    }

    @Override
    public int drain(MessageHandler handler, int limit) {
        int count = 0;
        while (count < limit && !stopped) {
            Message next = next();
            if (next == null) {
                break;
            }
            count++;
            handler.onMessage(next);
            release();
        }
        return count;
    }

    @Override
    public void release() {
        if (taken != NONE && !pending && !stopped) {
            message.clear();
            // sync point freed: with the acquire of the producer that claims it
            Words.setRelease(slots.word(taken), SlotWord.of(slots.lap(taken) + 1, SlotWord.FREE));
            taken = NONE;
            producerBell.ring();
        }
    }

    @Override
    public void giveBack() {
        if (pending) {
            pending = false;
            putBack();
        }
    }

    private void putBack() {
        slots.pass(taken, SlotWord.READING, SlotWord.FULL, self);
        taken = NONE;
        slots.rewind();
        consumerBell.ring();
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
