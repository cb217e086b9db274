package dev.mitosis.queue.storm;

import dev.mitosis.queue.Message;

/** A message whose length and every word follow from its identity: which producer sent it, as the how-manieth. */
final class StormMessage {
    /** Before the first message of producer 0. */
    static final long NONE = id(0, 0) - 1;

    private static final int SEQUENCE_BITS = 40;
    private static final int MOST_WORDS = 200;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private StormMessage() {}

    static long id(int producer, long sequence) {
        return ((long) (producer + 1) << SEQUENCE_BITS) | sequence;
    }

    static int producer(long id) {
        return (int) ((id + 1) >>> SEQUENCE_BITS) - 1;
    }

    static long sequence(long id) {
        return id - id(producer(id), 0);
    }

    static int length(long id) {
        return Long.BYTES * (1 + (int) Long.remainderUnsigned(mix(id), MOST_WORDS));
    }

    static void write(Message message, long id) {
        message.putLong(0, id);
        for (int at = Long.BYTES; at < message.length(); at += Long.BYTES) {
            message.putLong(at, mix(id + at));
        }
    }

    /** The message's identity, once its length and its words are found right. */
    static long check(Message message) {
        long id = message.getLong(0);
        if (message.length() != length(id)) {
            throw new AssertionError("torn: id=" + describe(id) + ", length=" + message.length());
        }
        for (int at = Long.BYTES; at < message.length(); at += Long.BYTES) {
            if (message.getLong(at) != mix(id + at)) {
                throw new AssertionError("torn: id=" + describe(id) + ", at=" + at);
            }
        }
        return id;
    }

    static String describe(long id) {
        return producer(id) + "/" + sequence(id);
    }

    private static long mix(long value) {
        long mixed = value * MIX;
        return mixed ^ (mixed >>> 29);
    }
}
