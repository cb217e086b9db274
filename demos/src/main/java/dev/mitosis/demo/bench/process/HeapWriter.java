package dev.mitosis.demo.bench.process;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that writes the whole heap, page by page, again and again, and notices when one page took long: because it
 * stood still, or because the page was shared with a child and the kernel had to copy it.
 */
final class HeapWriter {
    private static final int PAGE = 4096;
    private static final long POLL_NANOS = 500_000;

    private final byte[][] heap;
    private final AtomicLong passes = new AtomicLong();
    private final AtomicLong longestPause = new AtomicLong();

    private HeapWriter(byte[][] heap) {
        this.heap = heap;
    }

    static HeapWriter start(byte[][] heap) {
        HeapWriter writer = new HeapWriter(heap);
        Thread thread = new Thread(writer::write, "heap-writer");
        thread.setDaemon(true);
        thread.start();
        writer.awaitWholePass();
        return writer;
    }

    void forgetPauses() {
        longestPause.set(0);
    }

    long longestPause() {
        return longestPause.get();
    }

    /** Waits until every page has been written since this call. */
    void awaitWholePass() {
        long end = passes.get() + 2;
        while (passes.get() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    private void write() {
        long last = System.nanoTime();
        for (byte value = 0; ; value++) {
            for (byte[] part : heap) {
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
