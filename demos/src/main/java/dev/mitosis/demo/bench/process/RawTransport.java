package dev.mitosis.demo.bench.process;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.words.Words;

/** The floor of a round trip: two words of shared memory on lines of their own, and a pause in the loops that wait. */
public final class RawTransport implements Transport {
    private static final int FILE_BYTES = 4096;
    private static final int THERE_OFFSET = 512;
    private static final int BACK_OFFSET = 1024;
    private static final int LOOKS_PER_STOP = 1 << 16;

    @Override
    public void play(Run run) {
        try (SharedFile file = SharedFile.openOrCreate(run.directory().resolve("raw"), FILE_BYTES, region -> {});
                MappedRegion region = file.map()) {
            long there = region.address() + THERE_OFFSET;
            long back = region.address() + BACK_OFFSET;
            run.ready();
            switch (run.role()) {
                case PING -> ping(run, there, back);
                case PONG -> pong(run, there, back);
                default -> throw new IllegalArgumentException("a ping-pong has no such role, role=" + run.role());
            }
        }
    }

    private static void ping(Run run, long there, long back) {
        RoundTrips trips = new RoundTrips(run);
        long sequence = 0;
        do {
            Words.setRelease(there, ++sequence);
            while (Words.getAcquire(back) != sequence) {
                Thread.onSpinWait();
            }
        } while (!trips.isOverAfterTrip());
    }

    private static void pong(Run run, long there, long back) {
        for (long sequence = 1; ; sequence++) {
            for (int looks = 0; Words.getAcquire(there) != sequence; looks++) {
                Thread.onSpinWait();
                if (looks % LOOKS_PER_STOP == LOOKS_PER_STOP - 1 && run.isStopped()) {
                    return;
                }
            }
            Words.setRelease(back, sequence);
        }
    }
}
