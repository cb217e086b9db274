package dev.mitosis.ipc;

import dev.mitosis.fork.ForkHooks;
import dev.mitosis.io.PipeEnds;
import dev.mitosis.io.Poll;
import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.platform.OsException;
import dev.mitosis.process.Helpers;
import dev.mitosis.process.Pidfd;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A fork server's JVM, seen by the one who asks. Two pipes carry requests there and answers back; the zygote opens them by their
 * numbers in this process, so they have no names and nothing can be left of them. A word of shared memory has the child's pid,
 * put there by the kernel before the child runs: so when the zygote dies, at any instruction, it is known whether it made the child.
 *
 * <p>One request at a time. Not thread-safe.
 */
final class Zygote implements AutoCloseable, ForkHooks.Hook {
    /** Behind the length of an answer: it is done. Otherwise what follows says why not. */
    static final byte DONE = 1;

    static final byte REFUSED = 0;
    /** What fits into an empty pipe at once: so a request never waits for a zygote that reads nothing. */
    private static final int LONGEST_REQUEST = 60_000;
    /** What is written to a pipe in one piece. */
    static final int LONGEST_ANSWER = 4_096;

    private static final int WORD_BYTES = 4_096;
    /** More than a fork waits for threads, native code and what is held. */
    private static final Duration LONGEST_FORK = Duration.ofSeconds(30);

    private static final Duration LONGEST_START = Duration.ofDays(1);
    private static final Duration TIME_FOR_HOOKS = Duration.ofSeconds(1);

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST_REQUEST + Integer.BYTES);
    private final PipeEnds requests;
    private final PipeEnds answers;
    private final SharedFile file;
    private final MappedRegion word;
    private final ForkHooks.Registration registration;
    private Process process;
    private Pidfd handle;

    private Zygote() {
        requests = PipeEnds.open();
        answers = PipeEnds.open();
        file = SharedFile.anonymous("mitosis-zygote", WORD_BYTES);
        word = file.map();
        registration = ForkHooks.register(this);
    }

    /** Returns when it is ready to fork. */
    static Zygote start(ForkServerSettings settings) throws IOException {
        Path initialiser = SharedDirectory.ofThisUser().temporary(BodyWork.REQUEST);
        Zygote zygote = new Zygote();
        try {
            if (settings.initialiser().isPresent()) {
                Files.write(
                        initialiser,
                        Marshal.toBytes(
                                "the initialiser", settings.initialiser().get()));
            }
            zygote.start(settings, settings.initialiser().isPresent() ? initialiser.toString() : "");
            return zygote;
        } catch (IOException | RuntimeException failure) {
            zygote.close();
            throw failure;
        } finally {
            Files.deleteIfExists(initialiser);
        }
    }

    private void start(ForkServerSettings settings, String initialiser) throws IOException {
        List<String> own = List.of(
                Integer.toString(Processes.getpid()),
                Integer.toString(requests.reader().number()),
                Integer.toString(answers.writer().number()),
                file.handle(),
                Family.ofThisProcess().outcomeSlots().handle(),
                initialiser);
        process = settings.starting(Stream.concat(own.stream(), settings.preloaded().stream())
                        .toList())
                .start();
        Helpers.add(process.pid());
        Family.ofThisProcess().add(new SpawnedProcess(process), Family.Tie.ENDED, StartMethod.SPAWN, "fork-server");
        try {
            handle = Pidfd.open(Math.toIntExact(process.pid()));
        } catch (OsException reapedAlready) {
            throw new IOException("it ended as soon as it was started", reapedAlready);
        }
        if (!answer(LONGEST_START)) {
            throw new IOException("it ended before it was ready, and has said why on standard error");
        }
        // Only the zygote has these from now on: when it dies, to write to it fails, and does not wait.
        requests.reader().close();
        answers.writer().close();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return !handle.await(Duration.ZERO);
    }

    /**
     * Has a child made.
     *
     * @return its number; empty when the zygote died before it made it
     * @throws IOException when it could not, and why
     */
    OptionalInt fork(byte[] request) throws IOException {
        if (request.length > LONGEST_REQUEST) {
            throw new IllegalArgumentException("a fork server is told at most " + LONGEST_REQUEST
                    + " bytes: let a body have the rest, length=" + request.length);
        }
        word.putInt(0, 0);
        try {
            if (!write(request) || !answer(LONGEST_FORK)) {
                awaitDeath();
            }
        } catch (IOException refused) {
            reapHalfMade();
            throw refused;
        }
        int child = word.getInt(0);
        return child == 0 ? OptionalInt.empty() : OptionalInt.of(child);
    }

    /** Whether it took the request; it does not when it is dead. */
    private boolean write(byte[] request) {
        buffer.clear().putInt(request.length).put(request).flip();
        try {
            while (buffer.hasRemaining()) {
                requests.writer().write(buffer);
            }
            return true;
        } catch (OsException dead) {
            if (dead.is("EPIPE")) {
                return false;
            }
            throw dead;
        }
    }

    /** Waits until it has done what it was to do; false when it died, or is over the limit. */
    private boolean answer(Duration limit) throws IOException {
        if (!Poll.readable(List.of(answers.reader(), handle.descriptor()), limit)
                .contains(answers.reader())) {
            return false;
        }
        if (answers.reader().read(buffer.clear().limit(LONGEST_ANSWER)) < 0) {
            return false; // it dies, and has closed the pipe
        }
        byte verdict = buffer.flip().get();
        if (verdict != DONE) {
            throw new IOException(StandardCharsets.UTF_8.decode(buffer).toString());
        }
        return true;
    }

    /** One that is stopped or wedged is killed: then it is known what it has done. */
    private void awaitDeath() {
        process.destroyForcibly();
        handle.await(LONGEST_START);
    }

    /** A child that did not come to life; the zygote has killed it. */
    private void reapHalfMade() {
        int child = word.getInt(0);
        if (child != 0) {
            Processes.kill(child, Signal.SIGKILL);
            Processes.waitpid(child);
        }
    }

    /** A forked child has nothing to ask: were its copies open, a pipe would seem to have a reader. */
    @Override
    public void afterInChild() {
        release();
    }

    private void release() {
        registration.close();
        requests.close();
        answers.close();
        word.close();
        file.close();
        if (handle != null) {
            handle.close();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            end();
        }
        release();
    }

    private void end() {
        process.destroy();
        boolean interrupted = false;
        try {
            process.waitFor(TIME_FOR_HOOKS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        process.destroyForcibly();
        interrupted |= isInterruptedUntilReaped();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isInterruptedUntilReaped() {
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
