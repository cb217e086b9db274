package dev.mitosis.queue;

import java.util.Arrays;

/** A consumer that tells whether messages are whole, and in their order. */
final class Sink {
    private static final long UNKNOWN = -1;
    private static final String NOTHING = "nothing";
    static final String WHOLE = "whole";
    private static final String TORN = "torn";
    private static final String ASTRAY = "astray";

    private final Consumer consumer;
    private final boolean getsAll;
    private final long[] last;
    private long received;

    private Sink(Consumer consumer, QueueHeader header) {
        this.consumer = consumer;
        this.getsAll = header.topology() != Topology.MPMC && header.topology() != Topology.LOSSY_BROADCAST;
        this.last = new long[header.producers()];
    }

    /** Of one that is there from the beginning. */
    static Sink ofAll(Consumer consumer, QueueHeader header) {
        return new Sink(consumer, header);
    }

    /** Of one that comes later, and begins with any message. */
    static Sink ofLater(Consumer consumer, QueueHeader header) {
        Sink sink = new Sink(consumer, header);
        Arrays.fill(sink.last, UNKNOWN);
        return sink;
    }

    /** Whether it had nothing to receive, or has received a producer's latest message. */
    boolean isUpToDate(int source, long sent) {
        return last[source] == UNKNOWN || last[source] == sent;
    }

    Consumer consumer() {
        return consumer;
    }

    /** How many messages there were, and how many it knows to have missed. */
    long receivedAndMissed() {
        return received + consumer.missed();
    }

    /** The next message, released. */
    String receive() {
        Message message = consumer.poll();
        String verdict = message == null ? NOTHING : verdict(message);
        consumer.release();
        return verdict;
    }

    /** The next messages, released. Returns how many there were, all of them whole and in order; -1 if they were not. */
    int drain(int limit) {
        int[] bad = {0};
        int count = consumer.drain(message -> bad[0] += verdict(message).equals(WHOLE) ? 0 : 1, limit);
        return bad[0] == 0 ? count : -1;
    }

    /** All that there is, released. Returns how many there were, all of them whole and in order; -1 if they were not. */
    int drain() {
        return drain(Integer.MAX_VALUE);
    }

    private String verdict(Message message) {
        received++;
        int end = message.length() - Long.BYTES;
        long word = message.getLong(end);
        for (int at = 0; at < end; at += Long.BYTES) {
            if (message.getLong(at) != word) {
                return TORN;
            }
        }
        int source = Source.id(word);
        if (source >= last.length) {
            return TORN;
        }
        long before = last[source];
        long number = Source.number(word);
        last[source] = number;
        boolean inOrder = (getsAll && before != UNKNOWN) ? number == before + 1 : number > before;
        return inOrder ? WHOLE : ASTRAY;
    }
}
