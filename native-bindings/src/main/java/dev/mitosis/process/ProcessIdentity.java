package dev.mitosis.process;

import dev.mitosis.platform.Platform;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who a process is: its number and when it started. Numbers are used again, the pair is not.
 *
 * @param pid the process's number, 1 to 2^22 - 1
 * @param startTime in ticks of 10 ms, 0 to 2^42 - 1: since boot on Linux, since 1970 elsewhere
 */
public record ProcessIdentity(int pid, long startTime) {
    private static final int START_TIME_BITS = 42;
    private static final long START_TIME_MASK = (1L << START_TIME_BITS) - 1;
    private static final int PID_LIMIT = 1 << 22;
    private static final long TICK_MILLIS = 10;
    /** Field 22 of /proc/PID/stat, counted from the state, which follows the command's closing parenthesis: see proc_pid_stat(5). */
    private static final int START_TIME_FIELD = 19;

    private static final int LONGEST_STAT = 4_096;
    private static final int DECIMAL = 10;
    /** States: a zombie, and one that is no more. */
    private static final String ENDED = "ZX";

    private static final String NO_SUCH_PROCESS = "No such process";

    public ProcessIdentity {
        if (pid <= 0 || pid >= PID_LIMIT || (startTime & ~START_TIME_MASK) != 0) {
            throw new IllegalArgumentException("not a process, pid=" + pid + ", startTime=" + startTime);
        }
    }

    /** This process, asked of the kernel anew: a forked child gets its own. */
    public static ProcessIdentity current() {
        return of(ownPid()).orElseThrow(() -> new IllegalStateException("cannot read this process's start time"));
    }

    /** This process's number, asked of the kernel anew. */
    public static int ownPid() {
        return Platform.current().isPosix()
                ? Processes.getpid()
                : Math.toIntExact(ProcessHandle.current().pid());
    }

    /** The living process with this number; empty when there is none, or only a zombie. */
    public static Optional<ProcessIdentity> of(long pid) {
        return Platform.current().os() == Platform.Os.LINUX ? fromProc(pid) : fromHandle(pid);
    }

    /** Packs the pair into one word that is never zero, for one compare-and-set in shared memory. */
    public long toWord() {
        return (long) pid << START_TIME_BITS | startTime;
    }

    /** The pair that {@link #toWord()} packed; empty for words that it never makes. */
    public static Optional<ProcessIdentity> ofWord(long word) {
        long pid = word >>> START_TIME_BITS;
        return pid == 0 ? Optional.empty() : Optional.of(new ProcessIdentity((int) pid, word & START_TIME_MASK));
    }

    /** Whether this very process still runs. A zombie has ended. */
    public boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    @Override
    public String toString() {
        return pid + "@" + startTime;
    }

    private static Optional<ProcessIdentity> fromProc(long pid) {
        OptionalLong start = startTimeIn(Path.of("/proc/" + pid));
        return start.isPresent() ? Optional.of(new ProcessIdentity((int) pid, start.getAsLong())) : Optional.empty();
    }

    /** Of the living process or thread that the kernel shows there; empty when there is none, or only a zombie. */
    static OptionalLong startTimeIn(Path shown) {
        // Not by java.nio, which takes three times as long for a file as short as this one.
        try (InputStream file = new FileInputStream(shown.resolve("stat").toString())) {
            // A command's name is any bytes: the kernel cuts it to 15, also in the middle of a letter.
            return startTimeIn(new String(file.readNBytes(LONGEST_STAT), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // Not to be able to look, for want of descriptors say, is not to see that it has ended.
            boolean ended =
                    !Files.exists(shown) || String.valueOf(e.getMessage()).contains(NO_SUCH_PROCESS);
            if (!ended) {
                throw new UncheckedIOException(
                        "cannot tell whether the process lives: " + e.getMessage()
                                + "; close some files, or raise the limit on them: ulimit -n, path=" + shown,
                        e);
            }
            return OptionalLong.empty();
        }
    }

    private static OptionalLong startTimeIn(String stat) {
        int state = stat.lastIndexOf(')') + 2;
        if (ENDED.indexOf(stat.charAt(state)) >= 0) {
            return OptionalLong.empty();
        }
        int begin = state;
        for (int field = 0; field < START_TIME_FIELD; field++) {
            begin = stat.indexOf(' ', begin) + 1;
        }
        return OptionalLong.of(Long.parseLong(stat, begin, stat.indexOf(' ', begin), DECIMAL));
    }

    private static Optional<ProcessIdentity> fromHandle(long pid) {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(handle -> handle.info().startInstant())
                .map(start -> new ProcessIdentity((int) pid, start.toEpochMilli() / TICK_MILLIS & START_TIME_MASK));
    }
}
