package dev.mitosis.shared;

import dev.mitosis.words.Words;
import java.io.Serial;
import java.time.Duration;

/**
 * A flag that processes wait for: Python's {@code Event}. Who waits when it is set goes on, also when it is cleared at once.
 *
 * <p>A wait ends with {@link dev.mitosis.participant.PeerDiedException} when a process has died that uses the event, since it may have been
 * the one that would set it; once for each death, and may be repeated.
 */
public final class SharedEvent extends SharedObject {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The word counts how often it was set, in the bits above this one. */
    private static final long SET = 1;

    private static final long ONE_MORE = 2;

    private final transient long word;
    private final transient WaitingRoom room;

    SharedEvent(Segment segment) {
        super(segment);
        this.word = segment.address(SharedLayout.OWN_OFFSET);
        this.room = WaitingRoom.fenced(segment, SharedLayout.OWN_ROOM_OFFSET);
    }

    /** Sets it and lets all go on that wait. */
    public void set() {
        segment().checkOpen();
        long now = Words.getAcquire(word);
        while ((now & SET) == 0 && !Words.compareAndSet(word, now, (now + ONE_MORE) | SET)) {
            now = Words.getAcquire(word);
        }
        // Also when it was set: who set it may have died over waking others.
        room.wakeAll();
    }

    public void clear() {
        segment().checkOpen();
        long now = Words.getAcquire(word);
        while ((now & SET) != 0 && !Words.compareAndSet(word, now, now & ~SET)) {
            now = Words.getAcquire(word);
        }
    }

    public boolean isSet() {
        segment().checkOpen();
        return (Words.getAcquire(word) & SET) != 0;
    }

    /** Waits until it is set. */
    public void await() throws InterruptedException {
        await(WaitingRoom.FOR_EVER);
    }

    /** Waits until it is set; false when the time is over. */
    public boolean await(Duration timeout) throws InterruptedException {
        return await(Nanos.of(timeout));
    }

    private boolean await(long nanos) throws InterruptedException {
        if (isSet()) {
            return true;
        }
        Deaths deaths = new Deaths(segment().seats());
        long before = Words.getAcquire(word);
        return room.await(nanos, () -> wasSetSince(before), deaths::look, true);
    }

    private boolean wasSetSince(long before) {
        long now = Words.getAcquire(word);
        return (now & SET) != 0 || now >>> 1 != before >>> 1;
    }
}
