package dev.mitosis.demo.bench.process;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * The JDK's own ways between two processes: a pipe, a Unix domain socket, TCP on the loopback. {@code KIND} sends each
 * message by a call of its own, {@code KIND batched} as many as fit 64 KiB by one.
 */
public final class ChannelTransport implements Transport {
    private static final int BUFFER_BYTES = 1 << 16;

    @Override
    public void play(Run run) throws Exception {
        ChannelKind kind = ChannelKind.of(run.contender());
        try (ChannelPair channels = kind.open(run)) {
            switch (run.role()) {
                case PRODUCER -> produce(run, channels.out());
                case CONSUMER -> consume(run, channels.in());
                case PING -> ping(run, channels);
                case PONG -> pong(run, channels);
                default -> throw new IllegalArgumentException("a channel has no such role, role=" + run.role());
            }
        }
    }

    private static void produce(Run run, WritableByteChannel out) {
        int size = run.size();
        int perWrite = run.contender().endsWith("batched") ? BUFFER_BYTES / size : 1;
        ByteBuffer buffer = messages(run, perWrite);
        try {
            for (long sequence = 0; !run.isStopped(); sequence += perWrite) {
                for (int i = 0; i < perWrite; i++) {
                    buffer.putLong(i * size, sequence + i);
                }
                write(out, buffer, perWrite * size);
            }
        } catch (IOException consumerGone) {
            run.stop();
        }
    }

    private static void consume(Run run, ReadableByteChannel in) throws IOException {
        Sink sink = new Sink(run);
        ByteBuffer buffer = ByteBuffer.allocateDirect(2 * BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        int size = run.size();
        while (!sink.isOver() && in.read(buffer) >= 0) {
            int at = 0;
            for (; at + size <= buffer.position(); at += size) {
                long sum = 0;
                for (int word = Long.BYTES; word < size; word += Long.BYTES) {
                    sum += buffer.getLong(at + word);
                }
                sink.accept(buffer.getLong(at), sum);
            }
            buffer.flip().position(at);
            buffer.compact();
        }
    }

    private static void ping(Run run, ChannelPair channels) throws IOException {
        RoundTrips trips = new RoundTrips(run);
        ByteBuffer buffer = messages(run, 1);
        long sequence = 0;
        do {
            buffer.putLong(0, sequence);
            write(channels.out(), buffer, run.size());
            read(channels.in(), buffer, run.size());
            if (buffer.getLong(0) != sequence++) {
                throw new IllegalStateException("a wrong reply, sequence=" + buffer.getLong(0));
            }
        } while (!trips.isOverAfterTrip());
        write(channels.out(), buffer, run.size()); // the other process waits for it
    }

    private static void pong(Run run, ChannelPair channels) throws IOException {
        ByteBuffer buffer = messages(run, 1);
        try {
            while (!run.isStopped()) {
                read(channels.in(), buffer, run.size());
                write(channels.out(), buffer, run.size());
            }
        } catch (EOFException pingGone) {
            run.stop();
        }
    }

    private static ByteBuffer messages(Run run, int count) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(count * run.size()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            for (long word : run.payload()) {
                buffer.putLong(word);
            }
        }
        return buffer;
    }

    private static void write(WritableByteChannel out, ByteBuffer buffer, int count) throws IOException {
        buffer.clear().limit(count);
        while (buffer.hasRemaining()) {
            out.write(buffer);
        }
    }

    private static void read(ReadableByteChannel in, ByteBuffer buffer, int count) throws IOException {
        buffer.clear().limit(count);
        while (buffer.hasRemaining()) {
            if (in.read(buffer) < 0) {
                throw new EOFException("the other process is gone");
            }
        }
    }
}
