package dev.mitosis.queue;

import dev.mitosis.words.Words;

/**
 * As far as it likes, once it has said so.
 *
 * <p>Overview, for maintainers. Before a producer writes over a part of the ring, it raises {@code intent}; a consumer that
 * has copied a message looks at {@code intent} afterwards, and throws the copy away if it may have been written over. A
 * part is a quarter of the ring, so that this is rare.
 *
 * <p>At the same time, the producer notes a checkpoint: a position, and how many messages lie before it. A consumer that was
 * overtaken goes on there, and knows from the counts how many it has missed. Two checkpoints alternate, and
 * {@code checkpoint} counts them: the last one is whole whenever its producer is killed, and a consumer has read it whole
 * if the count is the same afterwards.
 */
final class LossyRoom implements Room {
    private final Ring ring;
    private final long step;
    private long counted;
    private long count;

    LossyRoom(Ring ring) {
        this.ring = ring;
        this.step = ring.capacity() / Ring.LOSSY_STEPS;
        Checkpoint last = Checkpoint.last(ring);
        this.counted = last.position();
        this.count = last.count();
    }

    @Override
    public long start() {
        return counted;
    }

    @Override
    public long limit(long published) {
        countUpTo(published);
        Checkpoint.note(ring, published, count);
        long intent = ring.word(QueueLayout.INTENT);
        // A producer before this one may have been further on with what it never published.
        if (published + step > Words.get(intent)) {
            Words.setRelease(intent, published + step);
        }
        // sync point overwritten: with the consumer's look at intent after its copy
        Words.fullFence();
        return published + step - RecordWord.GAP_BYTES;
    }

    /** Walks the records that were published since; so that sending one does not have to count. */
    private void countUpTo(long published) {
        while (counted < published) {
            long word = Words.get(ring.base() + (counted & ring.mask()));
            long next = ring.nextAfter(counted);
            if (next == counted) {
                throw ring.corrupt(word, counted);
            }
            count += RecordWord.isFiller(word) ? 0 : 1;
            counted = next;
        }
    }

    /**
     * @param count of the messages before the position
     */
    record Checkpoint(long position, long count) {
        private static final int PAIR = 2 * Long.BYTES;

        static void note(Ring ring, long position, long count) {
            long number = Words.get(ring.word(QueueLayout.CHECKPOINT)) + 1;
            long pair = pair(ring, number);
            Words.setRelease(pair, position);
            Words.setRelease(pair + Long.BYTES, count);
            Words.setRelease(ring.word(QueueLayout.CHECKPOINT), number);
        }

        static Checkpoint last(Ring ring) {
            while (true) {
                long number = Words.getAcquire(ring.word(QueueLayout.CHECKPOINT));
                long pair = pair(ring, number);
                long position = Ring.position("checkpoint", pair);
                long count = Words.getAcquire(pair + Long.BYTES);
                if (Words.getAcquire(ring.word(QueueLayout.CHECKPOINT)) == number) {
                    return new Checkpoint(position, count);
                }
                Thread.onSpinWait();
            }
        }

        private static long pair(Ring ring, long number) {
            return ring.word(QueueLayout.CHECKPOINTS) + (number & 1) * PAIR;
        }
    }
}
