package dev.mitosis.demo.bench.process;

import dev.mitosis.connection.Connection;
import dev.mitosis.connection.PeerGoneException;
import dev.mitosis.connection.Pipe;
import dev.mitosis.ipc.ChildProcess;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Receives by a connection what a child of this process sends: {@code mitosis objects}, records of eight numbers, or {@code mitosis bytes},
 * arrays. {@code raw bytes} copies an array out of the heap and from there into a new one instead, as any connection must, in this process
 * alone: as fast as memory is.
 */
public final class Talking implements Contender {
    /** Of a record's numbers, in bytes. */
    public static final int RECORD_BYTES = 64;

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** What is sent as an object. */
    public record Numbers(long first, long b, long c, long d, long e, long f, long g, long h) {}

    /** What one message is, and how it is checked. */
    private interface Receiving {
        void next(Sink sink) throws Exception;
    }

    @Override
    public void play(Run run) throws Exception {
        switch (run.contender()) {
            case "mitosis objects" -> receive(run, Talking::sendObjects, Talking::receiveObject);
            case "mitosis bytes" -> receive(run, Talking::sendBytes, Talking::receiveBytes);
            case "raw bytes" -> copy(run);
            default -> throw new IllegalArgumentException("there is no such variant, variant=" + run.contender());
        }
    }

    private interface Sender {
        void send(long[] payload, Connection connection) throws Exception;
    }

    private interface Receiver {
        void receive(Run run, long[] payload, Connection connection, Sink sink) throws Exception;
    }

    private static void receive(Run run, Sender sender, Receiver receiver) throws Exception {
        long[] payload = run.payload();
        try (Pipe pipe = Pipe.oneWay()) {
            Connection sending = pipe.second();
            ChildProcess<Void> child = ChildProcess.start(() -> {
                try {
                    sender.send(payload, sending);
                } catch (PeerGoneException measurementIsOver) {
                    sending.close();
                }
                return null;
            });
            sending.close();
            measure(run, sink -> receiver.receive(run, payload, pipe.first(), sink));
            pipe.first().close();
            child.join();
        }
    }

    private static void measure(Run run, Receiving receiving) throws Exception {
        run.ready();
        Sink sink = new Sink(run);
        while (!sink.isOver()) {
            receiving.next(sink);
        }
    }

    private static void sendObjects(long[] payload, Connection connection) throws Exception {
        for (long sequence = 0; ; sequence++) {
            connection.send(new Numbers(
                    sequence, payload[1], payload[2], payload[3], payload[4], payload[5], payload[6], payload[7]));
        }
    }

    private static void receiveObject(Run run, long[] payload, Connection connection, Sink sink) throws Exception {
        Numbers got = (Numbers) connection.receive();
        sink.accept(got.first(), got.b() + got.c() + got.d() + got.e() + got.f() + got.g() + got.h());
    }

    private static void sendBytes(long[] payload, Connection connection) throws Exception {
        byte[] message = message(payload);
        for (long sequence = 0; ; sequence++) {
            WORDS.set(message, 0, sequence);
            connection.sendBytes(message);
        }
    }

    private static void receiveBytes(Run run, long[] payload, Connection connection, Sink sink) throws Exception {
        accept(run, payload, connection.receiveBytes(), sink);
    }

    private static void copy(Run run) throws Exception {
        long[] payload = run.payload();
        byte[] message = message(payload);
        ByteBuffer between = ByteBuffer.allocateDirect(message.length);
        long[] sequence = new long[1];
        measure(run, sink -> {
            WORDS.set(message, 0, sequence[0]++);
            between.put(0, message);
            byte[] received = new byte[message.length];
            between.get(0, received);
            accept(run, payload, received, sink);
        });
    }

    /** Its two ends stand for the rest, which the tests compare: to read all of it takes as long as to send it. */
    private static void accept(Run run, long[] payload, byte[] message, Sink sink) {
        run.checkSize(message.length);
        long last = (long) WORDS.get(message, message.length - Long.BYTES);
        if (last != payload[payload.length - 1]) {
            throw new IllegalStateException("a torn message, last word=" + last);
        }
        sink.accept((long) WORDS.get(message, 0));
    }

    private static byte[] message(long[] payload) {
        ByteBuffer words = ByteBuffer.allocate(payload.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : payload) {
            words.putLong(word);
        }
        return words.array();
    }
}
