package dev.mitosis.demo.bench.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** One process's view of a run: its part, the payload, and when to begin and to end. */
public final class Run {
    private static final long PAYLOAD_FACTOR = 0x9E3779B97F4A7C15L;
    private static final long POLL_NANOS = 200_000;
    private static final int ARGUMENTS = 7;
    static final int STREAM_SHIFT = 40;

    private static volatile int sizeOfThisRun;

    private final String contender;
    private final Role role;
    private final Path directory;
    private final int processes;
    private final Duration warmup;
    private final Duration measured;
    private final Control control;

    private Run(List<String> arguments) {
        contender = arguments.get(0);
        role = Role.valueOf(arguments.get(1).toUpperCase(Locale.ROOT));
        directory = Path.of(arguments.get(3));
        processes = Integer.parseInt(arguments.get(4));
        warmup = Duration.ofMillis(Long.parseLong(arguments.get(5)));
        measured = Duration.ofMillis(Long.parseLong(arguments.get(6)));
        control = Control.open(directory);
    }

    /**
     * The one run of this process.
     *
     * @param arguments CONTENDER ROLE SIZE DIRECTORY PROCESSES WARMUP_MILLIS MEASURE_MILLIS
     */
    static Run of(List<String> arguments) {
        if (arguments.size() != ARGUMENTS) {
            throw new IllegalArgumentException("a contender takes " + ARGUMENTS + " arguments, arguments=" + arguments);
        }
        sizeOfThisRun = Integer.parseInt(arguments.get(2));
        return new Run(arguments);
    }

    /** Which variant of the transport is measured. */
    public String contender() {
        return contender;
    }

    public Role role() {
        return role;
    }

    /** Of a message, in bytes: a multiple of 8. Of the heap, where there are no messages. */
    public int size() {
        return Size.BYTES;
    }

    /** Refuses a message that has another length than those that are sent. */
    public void checkSize(int received) {
        if (received != size()) {
            throw new IllegalStateException("a message of another length, received=" + received + ", sent=" + size());
        }
    }

    /** Where the run's files are; the harness removes it. */
    public Path directory() {
        return directory;
    }

    /** A message's words: the first is for its sequence number, the others are the same in every message. */
    public long[] payload() {
        long[] payload = new long[size() / Long.BYTES];
        for (int i = 1; i < payload.length; i++) {
            payload[i] = PAYLOAD_FACTOR * i;
        }
        return payload;
    }

    /** The first word of this producer's first message; in the next ones it counts up. Tells producers of a run apart. */
    public long firstMessage() {
        return isPair() ? 0 : ProcessHandle.current().pid() << STREAM_SHIFT;
    }

    boolean isAlone() {
        return processes == 1;
    }

    /** One to send and one to receive, each on a CPU of its own. */
    boolean isPair() {
        return processes <= 2;
    }

    /** Waits until all processes of the run have come this far. */
    public void ready() {
        ready(() -> LockSupport.parkNanos(POLL_NANOS));
    }

    /**
     * The same, with something to do meanwhile.
     *
     * @param turn called again and again
     */
    public void ready(Runnable turn) {
        control.addReady();
        while (control.readyCount() < processes && !control.isStopped()) {
            turn.run();
        }
    }

    public boolean isStopped() {
        return control.isStopped();
    }

    public void stop() {
        control.stop();
    }

    Duration warmup() {
        return warmup;
    }

    Duration measured() {
        return measured;
    }

    /** Tells the harness a figure. */
    static void report(String metric, double value) {
        System.out.printf(Locale.ROOT, "RESULT\t%s\t%.1f%n", metric, value);
    }

    /** Loaded once the run is made: a constant to the compiler, like a program's message lengths. */
    private static final class Size {
        static final int BYTES = sizeOfThisRun;
    }
}
