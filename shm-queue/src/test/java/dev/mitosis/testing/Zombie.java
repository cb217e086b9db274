package dev.mitosis.testing;

import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A process whose parent never reaps it: alive until it is killed, then a zombie until closed. */
public final class Zombie implements AutoCloseable {
    /** The shell, which would reap, becomes a program that knows nothing of the child it has. */
    private static final String SCRIPT = "sleep 300 & echo $!; exec cat";

    private final Process parent;
    private final ProcessIdentity identity;

    private Zombie(Process parent, ProcessIdentity identity) {
        this.parent = parent;
        this.identity = identity;
    }

    public static Zombie alive() {
        try {
            Process parent = new ProcessBuilder("sh", "-c", SCRIPT).start();
            BufferedReader output = parent.inputReader(StandardCharsets.UTF_8);
            int pid = Integer.parseInt(output.readLine());
            parent.outputWriter(StandardCharsets.UTF_8).append("ready\n").flush();
            if (!"ready".equals(output.readLine())) {
                throw new AssertionError("the parent does not run");
            }
            return new Zombie(parent, ProcessIdentity.of(pid).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ProcessIdentity identity() {
        return identity;
    }

    /** Kills it; returns once it is a zombie. */
    public void kill() {
        Processes.kill(identity.pid(), Signal.SIGKILL);
        Until.holds("the process is dead", () -> !identity.isAlive());
        if (!ProcessHandle.of(identity.pid()).isPresent()) {
            throw new AssertionError("it was reaped, pid=" + identity.pid());
        }
    }

    @Override
    public void close() {
        if (identity.isAlive()) {
            Processes.kill(identity.pid(), Signal.SIGKILL);
        }
        parent.destroyForcibly();
        Until.holds("the parent has ended", () -> !parent.isAlive());
    }
}
