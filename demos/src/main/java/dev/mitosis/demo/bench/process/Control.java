package dev.mitosis.demo.bench.process;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.words.Words;
import java.nio.file.Path;

/**
 * The file through which the processes of one run agree on its beginning and its end.
 *
 * <pre>
 *   byte 0    stop: 0 or 1
 *   byte 128  how many processes are ready
 * </pre>
 */
public final class Control implements AutoCloseable {
    private static final String FILE_NAME = "control";
    private static final int FILE_BYTES = 4096;
    private static final int STOP_OFFSET = 0;
    private static final int READY_OFFSET = 128;

    private final MappedRegion region;
    private final long stop;
    private final long ready;

    private Control(SharedFile file) {
        try (file) {
            this.region = file.map();
        }
        this.stop = region.address() + STOP_OFFSET;
        this.ready = region.address() + READY_OFFSET;
    }

    /** Makes the file in a run's directory. */
    public static Control create(Path directory) {
        return new Control(SharedFile.create(directory.resolve(FILE_NAME), FILE_BYTES));
    }

    static Control open(Path directory) {
        return new Control(SharedFile.open(directory.resolve(FILE_NAME)));
    }

    /** Ends the run for all its processes. */
    public void stop() {
        Words.setRelease(stop, 1);
    }

    boolean isStopped() {
        return Words.getAcquire(stop) != 0;
    }

    void addReady() {
        Words.getAndAdd(ready, 1);
    }

    long readyCount() {
        return Words.getAcquire(ready);
    }

    @Override
    public void close() {
        region.close();
    }
}
