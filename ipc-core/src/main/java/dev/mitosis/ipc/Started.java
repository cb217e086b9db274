package dev.mitosis.ipc;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Signal;
import java.time.Duration;
import java.util.Optional;

/** A process that has been started, in whichever way. Thread-safe. */
sealed interface Started permits ForkedProcess, SpawnedProcess {
    /** As good as no limit. */
    Duration FOREVER = Duration.ofDays(36_500);

    long pid();

    /** How it ended; empty while it runs. Does not wait. */
    Optional<ExitStatus> status();

    /** Waits until it ends, or the time is over. */
    Optional<ExitStatus> join(Duration timeout) throws InterruptedException;

    /** The same, however long it takes; interrupt does not end it. */
    void await();

    /** Does nothing when it has ended. */
    void signal(Signal signal);
}
