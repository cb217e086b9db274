package dev.mitosis.connection;

/**
 * Two connected ends, for two processes, or threads.
 *
 * <pre>{@code
 * Pipe pipe = Pipe.duplex();
 * ChildProcess.start(() -> {
 *     pipe.second().send("hello");
 *     return null;
 * });
 * pipe.second().close(); // it is the child's
 * System.out.println(pipe.first().receive());
 * }</pre>
 *
 * @param first one end; of a pipe for one way, the one that receives
 * @param second the other; of a pipe for one way, the one that sends
 */
public record Pipe(Connection first, Connection second) implements AutoCloseable {
    /** Of the memory for each direction, in bytes. */
    public static final long DEFAULT_CAPACITY = 1 << 18;

    /** Both ends send and receive. */
    public static Pipe duplex() {
        return duplex(DEFAULT_CAPACITY);
    }

    /**
     * The same, with more or less memory: what has room there can be sent while nobody receives.
     *
     * @param capacity in bytes, for each direction: a power of two from 4 KiB to 1 GiB
     */
    public static Pipe duplex(long capacity) {
        Line there = Line.open(capacity);
        Line back = Line.open(capacity);
        return new Pipe(new Connection(new End(back, there)), new Connection(new End(there, back)));
    }

    /** The second end sends, the first one receives. */
    public static Pipe oneWay() {
        return oneWay(DEFAULT_CAPACITY);
    }

    /** The same, with more or less memory, as in {@link #duplex(long)}. */
    public static Pipe oneWay(long capacity) {
        Line line = Line.open(capacity);
        return new Pipe(new Connection(new End(line, null)), new Connection(new End(null, line)));
    }

    /** Closes both ends as far as they are this process's. */
    @Override
    public void close() {
        first.close();
        second.close();
    }
}
