package dev.mitosis.queue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A producer whose messages can be told apart: each is one word, the producer's and the message's number, over and over. They
 * differ in length, so that a lap's records do not begin where the last one's did.
 */
final class Source {
    static final int LONGEST = 176;
    private static final int NUMBER_BITS = 56;

    private final Producer producer;
    private final int id;
    private long sent;

    Source(Producer producer, int id) {
        this.producer = producer;
        this.id = id;
    }

    static int id(long word) {
        return (int) (word >>> NUMBER_BITS);
    }

    static long number(long word) {
        return word & ((1L << NUMBER_BITS) - 1);
    }

    static int someLength() {
        return Long.BYTES * ThreadLocalRandom.current().nextInt(1, LONGEST / Long.BYTES + 1);
    }

    Producer producer() {
        return producer;
    }

    long sent() {
        return sent;
    }

    /** Claims, writes and commits. Returns whether there was room. */
    boolean send() {
        Message message = producer.claim(someLength());
        if (message == null) {
            return false;
        }
        long word = nextWord();
        for (int at = 0; at < message.length(); at += Long.BYTES) {
            message.putLong(at, word);
        }
        producer.commit();
        return true;
    }

    /** Sends as many, if there is room for them. Returns how many there was room for. */
    int send(int count) {
        int done = 0;
        while (done < count && send()) {
            done++;
        }
        return done;
    }

    /** Sends a copy, for which there is room. */
    void offer() {
        ByteBuffer copy = ByteBuffer.allocate(someLength()).order(ByteOrder.LITTLE_ENDIAN);
        long word = nextWord();
        while (copy.hasRemaining()) {
            copy.putLong(word);
        }
        if (!producer.offer(copy.array())) {
            throw new IllegalStateException("no room, sent=" + sent);
        }
    }

    private long nextWord() {
        return ((long) id << NUMBER_BITS) | ++sent;
    }
}
