package dev.mitosis.ipc;

import dev.mitosis.platform.Platform;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A child made by ProcessBuilder. */
final class SpawnedProcess implements Started {
    /** What a JVM exits with when one of these asks it to end. */
    private static final Set<Integer> ORDERLY_ENDS = Stream.of(Signal.SIGHUP, Signal.SIGINT, Signal.SIGTERM)
            .map(signal -> 128 + signal.number())
            .collect(Collectors.toUnmodifiableSet());

    private final Process process;

    SpawnedProcess(Process process) {
        this.process = process;
    }

    @Override
    public long pid() {
        return process.pid();
    }

    @Override
    public Optional<ExitStatus> status() {
        return process.isAlive() ? Optional.empty() : Optional.of(status(process.exitValue()));
    }

    private static ExitStatus status(int exitValue) {
        return ORDERLY_ENDS.contains(exitValue) ? ExitStatus.exited(exitValue) : ExitStatus.ofProcessBuilder(exitValue);
    }

    @Override
    public Optional<ExitStatus> join(Duration timeout) throws InterruptedException {
        return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS) ? status() : Optional.empty();
    }

    @Override
    public void await() {
        process.onExit().join();
    }

    @Override
    public void signal(Signal signal) {
        switch (signal) {
            case SIGKILL -> process.destroyForcibly();
            case SIGTERM -> process.destroy();
            default -> {
                if (!Platform.current().isPosix()) {
                    throw new UnsupportedOperationException("there is no " + signal + " on " + Platform.current());
                }
                if (process.isAlive()) {
                    Processes.kill(Math.toIntExact(process.pid()), signal);
                }
            }
        }
    }
}
