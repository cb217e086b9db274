package dev.mitosis.demo.bench.process;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A thread that writes its share of the heap, page by page, again and again, and notices when one page took long: because
 * it stood still, or because the page was shared with a child and the kernel had to copy it.
 */
final class HeapWriter {
    private static final int PAGE = 4096;
    private static final long POLL_NANOS = 500_000;

    private final byte[][] share;
    private final AtomicLong passes = new AtomicLong();
    private final AtomicLong longestPause = new AtomicLong();

    private HeapWriter(byte[][] share) {
        this.share = share;
    }

    /** Starts a writer for each CPU, which together write the whole heap, and waits until they have done so. */
    static List<HeapWriter> start(byte[][] heap) {
        int count = Math.min(heap.length, Runtime.getRuntime().availableProcessors());
        List<HeapWriter> writers = IntStream.range(0, count)
                .mapToObj(i -> Arrays.copyOfRange(heap, i * heap.length / count, (i + 1) * heap.length / count))
                .map(HeapWriter::new)
                .toList();
        for (HeapWriter writer : writers) {
            Thread thread = new Thread(writer::write, "heap-writer");
            thread.setDaemon(true);
            thread.start();
        }
        writers.forEach(HeapWriter::awaitWholePass);
        return writers;
    }

    void forgetPauses() {
        longestPause.set(0);
    }

    long longestPause() {
        return longestPause.get();
    }

    /** Waits until every page of its share has been written since this call. */
    void awaitWholePass() {
        long end = passes.get() + 2;
        while (passes.get() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void write() {
        long last = System.nanoTime();
        for (byte value = 0; ; value++) {
            for (byte[] part : share) {
                for (int page = 0; page < part.length; page += PAGE) {
                    Arrays.fill(part, page, page + PAGE, value);
                    long now = System.nanoTime();
                    if (now - last > longestPause.get()) {
                        longestPause.set(now - last);
                    }
                    last = now;
                }
            }
            passes.incrementAndGet();
        }
    }
}
