package dev.mitosis.ipc;

import dev.mitosis.memory.SharedDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A body, and what carries it to a new JVM and its outcome back: files that are private to this user, or for the short outcome of
 * a forked child a slot. Files of a parent that died are known by their names, and removed with other abandoned files.
 */
final class BodyWork implements Work {
    private static final int FAILED = 1;
    static final String REQUEST = "body";
    static final String ANSWER = "outcome";

    private final Body<?> body;
    private Optional<Path> request = Optional.empty();
    private Optional<Path> answer = Optional.empty();
    private Optional<OutcomeSlots.Slot> slot = Optional.empty();
    private Optional<Outcome> taken = Optional.empty();
    private boolean isTaken;

    BodyWork(Body<?> body) {
        this.body = body;
    }

    @Override
    public void prepareForFork() {
        prepareForFork(Family.ofThisProcess().outcomeSlots());
    }

    void prepareForFork(OutcomeSlots slots) {
        slot = slots.take();
        answer = slot.map(OutcomeSlots.Slot::file).or(() -> Optional.of(temporary(ANSWER)));
    }

    @Override
    public int run() throws IOException {
        Outcome outcome = outcome(body);
        byte[] bytes = outcome.toBytes();
        if (slot.isEmpty() || !slot.get().put(bytes)) {
            Files.write(answer.orElseThrow(), bytes);
        }
        return exitCode(outcome);
    }

    /** Runs a body and leaves its outcome in a file. */
    static int run(Body<?> body, Path answer) throws IOException {
        Outcome outcome = outcome(body);
        Files.write(answer, outcome.toBytes());
        return exitCode(outcome);
    }

    private static int exitCode(Outcome outcome) {
        return outcome.isFailure() ? FAILED : 0;
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // like what a thread's body throws; it also goes to the parent
    private static Outcome outcome(Body<?> body) throws IOException {
        try {
            return Outcome.returned(body.call());
        } catch (Throwable thrown) {
            thrown.printStackTrace();
            return Outcome.threw(thrown);
        }
    }

    @Override
    public ProgramWork elsewhere() throws IOException {
        Path from = temporary(REQUEST);
        Path to = temporary(ANSWER);
        request = Optional.of(from);
        answer = Optional.of(to);
        Files.write(from, Marshal.toBytes("the body", body));
        return new ProgramWork(BodyProgram.class, List.of(from.toString(), to.toString()));
    }

    private static Path temporary(String purpose) {
        return SharedDirectory.ofThisUser().temporary(purpose);
    }

    /** What the child has left; empty when it did not come so far. To be asked after its end. */
    synchronized Optional<Outcome> outcome() {
        if (!isTaken) {
            taken = take();
            isTaken = true;
        }
        return taken;
    }

    private Optional<Outcome> take() {
        try {
            Optional<byte[]> inSlot = slot.flatMap(OutcomeSlots.Slot::get);
            Optional<byte[]> left = inSlot.isPresent() ? inSlot : takeFile();
            return left.isPresent() ? Optional.of(Outcome.ofBytes(left.get())) : Optional.empty();
        } catch (IOException cutOff) {
            return Optional.empty();
        } finally {
            freeSlot();
        }
    }

    private Optional<byte[]> takeFile() throws IOException {
        try {
            return answer.isPresent() && Files.exists(answer.get())
                    ? Optional.of(Files.readAllBytes(answer.get()))
                    : Optional.empty();
        } finally {
            discardFiles();
        }
    }

    /** Of a child that was not made. */
    synchronized void discard() {
        discardFiles();
        freeSlot();
    }

    /** The file of its name is no more: it is another child's next. */
    private void freeSlot() {
        slot.ifPresent(OutcomeSlots.Slot::free);
        slot = Optional.empty();
    }

    private void discardFiles() {
        request.ifPresent(BodyWork::remove);
        answer.ifPresent(BodyWork::remove);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove a child's file, " + file, e);
        }
    }
}
