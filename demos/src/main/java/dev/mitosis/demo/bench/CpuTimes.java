package dev.mitosis.demo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * How much CPU time everybody has used, and how much of it this process and the children that it has reaped, in ticks:
 * the difference is what others took from a measurement. Linux only.
 */
record CpuTimes(long all, long busy, long ours) {
    private static final List<Integer> IDLE_COLUMNS = List.of(3, 4);
    private static final int COLUMNS = 8;
    /** utime, stime, cutime and cstime in /proc/self/stat, counted after the command's parenthesis. */
    private static final int FIRST_TIME_FIELD = 11;

    private static final int TIME_FIELDS = 4;

    static Optional<CpuTimes> now() {
        try {
            String total = Files.readAllLines(Path.of("/proc/stat")).get(0);
            long[] columns = Arrays.stream(total.trim().split("\\s+", -1))
                    .skip(1)
                    .limit(COLUMNS)
                    .mapToLong(Long::parseLong)
                    .toArray();
            long all = LongStream.of(columns).sum();
            long idle = IDLE_COLUMNS.stream().mapToLong(i -> columns[i]).sum();
            String self = Files.readString(Path.of("/proc/self/stat"));
            long ours = Arrays.stream(self.substring(self.lastIndexOf(')') + 2).split(" ", -1))
                    .skip(FIRST_TIME_FIELD)
                    .limit(TIME_FIELDS)
                    .mapToLong(Long::parseLong)
                    .sum();
            return Optional.of(new CpuTimes(all, all - idle, ours));
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    /** The share of all CPUs that neither this process nor its children have used since then, 0 to 1. */
    double foreignShareSince(CpuTimes then) {
        long foreign = busy - then.busy - (ours - then.ours);
        return Math.max(0, (double) foreign / Math.max(1, all - then.all));
    }
}
