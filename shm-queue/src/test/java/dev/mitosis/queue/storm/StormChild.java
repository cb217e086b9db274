package dev.mitosis.queue.storm;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import dev.mitosis.testing.Until;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** A process of the storm. It is started ahead of time and waits for its turn, since starting takes longer than living. */
abstract class StormChild {
    private static final long DUMP_SECONDS = 1;
    private static final long END_SECONDS = 30;

    abstract int pid();

    abstract void letGo() throws IOException;

    abstract void sendKill();

    /** How it ended; empty while it lives. */
    abstract Optional<ExitStatus> status();

    /** What it has said. */
    abstract String output() throws IOException;

    final boolean isAlive() {
        return status().isEmpty();
    }

    /** Kills it, and reaps it. */
    final void kill() throws IOException {
        end();
        ExitStatus status = status().orElseThrow();
        if (!status.equals(ExitStatus.killedBy(Signal.SIGKILL))) {
            throw new AssertionError("it had ended by itself, " + status + ": " + output());
        }
    }

    /** Waits until it ends by itself. */
    final void join(long seconds) throws IOException {
        if (!endsWithin(seconds)) {
            throw new AssertionError("it hangs, pid=" + pid() + ": " + dump());
        }
        ExitStatus status = status().orElseThrow();
        if (!status.isSuccess()) {
            throw new AssertionError("it failed, " + status + ": " + output());
        }
    }

    /** Ends it, whatever it does, and reaps it. */
    final void end() {
        if (isAlive()) {
            sendKill();
            if (!endsWithin(END_SECONDS)) {
                throw new AssertionError("it survives SIGKILL, pid=" + pid());
            }
        }
    }

    /** What its threads do now. */
    final String dump() throws IOException {
        Processes.kill(pid(), Signal.SIGQUIT);
        endsWithin(DUMP_SECONDS);
        return output();
    }

    private boolean endsWithin(long seconds) {
        return Until.holdsWithin(Duration.ofSeconds(seconds), () -> !isAlive());
    }
}
