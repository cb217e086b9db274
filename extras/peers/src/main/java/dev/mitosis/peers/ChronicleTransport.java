package dev.mitosis.peers;

import dev.mitosis.demo.bench.process.Idling;
import dev.mitosis.demo.bench.process.QueueTransport;
import dev.mitosis.demo.bench.process.RoundTrips;
import dev.mitosis.demo.bench.process.Run;
import dev.mitosis.demo.bench.process.Sink;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.UnsafeMemory;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LargeRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;

/** Chronicle Queue, in shared memory: a document is copied from a template, and read where it lies. It keeps all messages. */
public final class ChronicleTransport implements QueueTransport {
    private static final long BLOCK = 64L << 20;
    private static final long LEAST_SPACE = 1L << 30;
    private static final int BURST = 4096;
    private static final int LOOKS_PER_STOP = 1 << 16;

    private static ChronicleQueue open(Run run, String name) {
        return SingleChronicleQueueBuilder.binary(run.directory().resolve(name))
                .rollCycle(LargeRollCycles.LARGE_DAILY)
                .blockSize(BLOCK)
                .build();
    }

    @Override
    public void produce(Run run) {
        UnsafeBuffer template = Templates.of(run);
        try (ChronicleQueue queue = open(run, "queue");
                ExcerptAppender appender = queue.createAppender()) {
            run.ready();
            long sequence = run.firstMessage();
            while (!run.isStopped()) {
                checkSpace(run);
                for (int i = 0; i < BURST; i++) {
                    template.putLong(0, sequence++);
                    append(appender, template.addressOffset(), run.size());
                }
            }
        }
    }

    /** It keeps all messages, and shared memory that is full ends the process by a signal. */
    private static void checkSpace(Run run) {
        long left = run.directory().toFile().getUsableSpace();
        if (left < LEAST_SPACE) {
            throw new IllegalStateException(
                    "there is not enough shared memory for so long a run of Chronicle Queue: make"
                            + " --duration shorter, bytes left=" + left);
        }
    }

    private static void append(ExcerptAppender appender, long from, int size) {
        try (DocumentContext document = appender.writingDocument()) {
            Bytes<?> bytes = document.wire().bytes();
            UnsafeMemory.copyMemory(from, bytes.addressForWrite(bytes.writePosition()), size);
            bytes.writeSkip(size);
        }
    }

    @Override
    public void consume(Run run) {
        Sink sink = new Sink(run);
        Idling idling = new Idling(run);
        try (ChronicleQueue queue = open(run, "queue");
                ExcerptTailer tailer = queue.createTailer()) {
            run.ready();
            while (!sink.isOver()) {
                if (read(run, tailer, sink)) {
                    idling.worked();
                } else {
                    idling.rest();
                }
            }
        }
    }

    /** Whether there was a message. */
    private static boolean read(Run run, ExcerptTailer tailer, Sink sink) {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            long from = address(document);
            long sum = 0;
            for (int at = Long.BYTES; at < run.size(); at += Long.BYTES) {
                sum += UnsafeMemory.unsafeGetLong(from + at);
            }
            sink.accept(UnsafeMemory.unsafeGetLong(from), sum);
            return true;
        }
    }

    private static long address(DocumentContext document) {
        Bytes<?> bytes = document.wire().bytes();
        return bytes.addressForRead(bytes.readPosition());
    }

    @Override
    public void ping(Run run) {
        UnsafeBuffer template = Templates.of(run);
        try (ChronicleQueue there = open(run, "there");
                ChronicleQueue back = open(run, "back");
                ExcerptAppender appender = there.createAppender();
                ExcerptTailer tailer = back.createTailer()) {
            run.ready();
            RoundTrips trips = new RoundTrips(run);
            long sequence = 0;
            do {
                template.putLong(0, sequence);
                append(appender, template.addressOffset(), run.size());
                awaitReply(tailer, sequence++);
            } while (!trips.isOverAfterTrip());
        }
    }

    private static void awaitReply(ExcerptTailer tailer, long sequence) {
        while (true) {
            try (DocumentContext document = tailer.readingDocument()) {
                if (document.isPresent()) {
                    long received = UnsafeMemory.unsafeGetLong(address(document));
                    if (received != sequence) {
                        throw new IllegalStateException("a wrong reply, sequence=" + received);
                    }
                    return;
                }
            }
        }
    }

    @Override
    public void pong(Run run) {
        try (ChronicleQueue there = open(run, "there");
                ChronicleQueue back = open(run, "back");
                ExcerptTailer tailer = there.createTailer();
                ExcerptAppender appender = back.createAppender()) {
            run.ready();
            for (long looks = 1; looks % LOOKS_PER_STOP != 0 || !run.isStopped(); looks++) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (document.isPresent()) {
                        append(appender, address(document), run.size());
                    }
                }
            }
        }
    }
}
