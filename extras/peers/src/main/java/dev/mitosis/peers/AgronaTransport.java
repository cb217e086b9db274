package dev.mitosis.peers;

import dev.mitosis.demo.bench.process.Idling;
import dev.mitosis.demo.bench.process.QueueTransport;
import dev.mitosis.demo.bench.process.RoundTrips;
import dev.mitosis.demo.bench.process.Run;
import dev.mitosis.demo.bench.process.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Agrona's ring buffer for one producer, or, as {@code mpsc}, for many, in a mapped file: a write from a template, a read of up to 256
 * messages.
 */
public final class AgronaTransport implements QueueTransport {
    private static final int THROUGHPUT_CAPACITY = 1 << 18;
    private static final int LATENCY_CAPACITY = 1 << 16;
    private static final int BURST = 256;
    private static final int READ_LIMIT = 256;
    private static final int MESSAGE_TYPE = 1;
    private static final int PAGE = 4096;
    private static final int LOOKS_PER_STOP = 1 << 16;

    private long received = -1;

    private static RingBuffer open(Run run, String name, int capacity) throws IOException {
        int length = capacity + RingBufferDescriptor.TRAILER_LENGTH;
        try (FileChannel file = FileChannel.open(
                run.directory().resolve(name),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            ByteBuffer pages = file.map(FileChannel.MapMode.READ_WRITE, 0, length);
            for (int at = 0; at < length; at += PAGE) {
                pages.put(at, pages.get(at));
            }
            UnsafeBuffer buffer = new UnsafeBuffer(pages);
            return run.contender().equals("mpsc") ? new ManyToOneRingBuffer(buffer) : new OneToOneRingBuffer(buffer);
        }
    }

    @Override
    public void produce(Run run) throws IOException {
        RingBuffer ring = open(run, "ring", THROUGHPUT_CAPACITY);
        UnsafeBuffer template = Templates.of(run);
        run.ready();
        Idling idling = new Idling(run);
        long sequence = run.firstMessage();
        while (!run.isStopped()) {
            sequence = burst(run, ring, template, idling, sequence);
        }
    }

    private static long burst(Run run, RingBuffer ring, UnsafeBuffer template, Idling idling, long begin) {
        int size = run.size();
        long sequence = begin;
        for (int i = 0; i < BURST; i++) {
            template.putLong(0, sequence);
            while (!ring.write(MESSAGE_TYPE, template, 0, size)) {
                idling.rest();
                if (run.isStopped()) {
                    return sequence;
                }
            }
            sequence++;
        }
        idling.worked();
        return sequence;
    }

    @Override
    public void consume(Run run) throws IOException {
        RingBuffer ring = open(run, "ring", THROUGHPUT_CAPACITY);
        Sink sink = new Sink(run);
        Idling idling = new Idling(run);
        MessageHandler check = (type, buffer, index, length) ->
                sink.accept(buffer.getLong(index), Templates.sum(run, buffer, index, length));
        run.ready();
        while (!sink.isOver()) {
            if (ring.read(check, READ_LIMIT) == 0) {
                idling.rest();
            } else {
                idling.worked();
            }
        }
    }

    @Override
    public void ping(Run run) throws IOException {
        RingBuffer there = open(run, "there", LATENCY_CAPACITY);
        RingBuffer back = open(run, "back", LATENCY_CAPACITY);
        UnsafeBuffer template = Templates.of(run);
        UnsafeBuffer reply = Templates.of(run);
        run.ready();
        RoundTrips trips = new RoundTrips(run);
        long sequence = 0;
        do {
            template.putLong(0, sequence);
            there.write(MESSAGE_TYPE, template, 0, run.size());
            while (back.read((type, buffer, index, length) -> keep(buffer, index, length, reply), 1) == 0) {
                Thread.onSpinWait();
            }
            if (received != sequence++) {
                throw new IllegalStateException("a wrong reply, sequence=" + received);
            }
        } while (!trips.isOverAfterTrip());
    }

    private void keep(MutableDirectBuffer buffer, int index, int length, UnsafeBuffer reply) {
        received = buffer.getLong(index);
        reply.putBytes(0, buffer, index, length);
    }

    @Override
    public void pong(Run run) throws IOException {
        RingBuffer there = open(run, "there", LATENCY_CAPACITY);
        RingBuffer back = open(run, "back", LATENCY_CAPACITY);
        run.ready();
        for (long looks = 1; looks % LOOKS_PER_STOP != 0 || !run.isStopped(); looks++) {
            int count = there.read((type, buffer, index, length) -> sendBack(back, buffer, index, length), 1);
            if (count == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private static void sendBack(RingBuffer back, MutableDirectBuffer buffer, int index, int length) {
        while (!back.write(MESSAGE_TYPE, buffer, index, length)) {
            Thread.onSpinWait();
        }
    }
}
