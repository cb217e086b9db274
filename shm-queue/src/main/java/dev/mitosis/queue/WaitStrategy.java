package dev.mitosis.queue;

/**
 * How a producer or a consumer spends the time while it waits. All begin by looking again and again for a microsecond or
 * two, unless that was in vain time after time. The two ends of a queue may differ.
 *
 * <table>
 *   <caption>What each costs</caption>
 *   <tr><th></th><th>reacts within</th><th>while idle</th></tr>
 *   <tr><td>{@link #SPIN}</td><td>0.1 µs</td><td>a whole core</td></tr>
 *   <tr><td>{@link #YIELD}</td><td>0.1 µs, or when the scheduler lets it</td><td>what the core has left</td></tr>
 *   <tr><td>{@link #BACK_OFF}</td><td>up to a millisecond</td><td>a percent of a core</td></tr>
 *   <tr><td>{@link #BLOCK}</td><td>the kernel's wake-up, 5 to 50 µs</td><td>nothing</td></tr>
 * </table>
 */
public enum WaitStrategy {
    /** Looks again and again. For a core of its own. */
    SPIN {
        @Override
        Pause newPause() {
            return (waiting, round, nanosLeft) -> {};
        }
    },
    /** Lets other threads run between looks. */
    YIELD {
        @Override
        Pause newPause() {
            return (waiting, round, nanosLeft) -> Thread.yield();
        }
    },
    /** Yields, then sleeps longer and longer, up to a millisecond. */
    BACK_OFF {
        @Override
        Pause newPause() {
            return new BackOff();
        }
    },
    /** Sleeps in the kernel until the other side wakes it. */
    BLOCK {
        @Override
        Pause newPause() {
            return (waiting, round, nanosLeft) -> waiting.sleep(nanosLeft);
        }
    };

    abstract Pause newPause();
}
