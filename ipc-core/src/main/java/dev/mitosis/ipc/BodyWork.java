package dev.mitosis.ipc;

import dev.mitosis.memory.SharedDirectory;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A body, and how it gets to another JVM and its outcome back: by a fork server's request and by a slot where they are short, and a
 * child is forked; else by files that are private to this user. Those of a parent that died are known by their names, and
 * removed with other abandoned files.
 */
final class BodyWork implements Work {
    private static final int FAILED = 1;
    /** Of a body that a fork server is told in a request. */
    private static final int LONGEST_IN_REQUEST = 32_768;

    private static final int NO_SLOT = -1;
    static final String REQUEST = "body";
    static final String ANSWER = "outcome";

    private final Callable<?> body;
    private Optional<Path> request = Optional.empty();
    private Optional<Path> answer = Optional.empty();
    private Optional<OutcomeSlots.Slot> slot = Optional.empty();
    private Optional<Outcome> taken = Optional.empty();
    private boolean isTaken;

    BodyWork(Body<?> body) {
        this.body = body;
    }

    private BodyWork(MarshalledBody body, Optional<OutcomeSlots.Slot> slot, Path answer) {
        this.body = body;
        this.slot = slot;
        this.answer = Optional.of(answer);
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
        return outcome.isFailure() ? FAILED : 0;
    }

    @SuppressWarnings("CatchAndPrintStackTrace") // like what a thread's body throws; it also goes to the parent
    private static Outcome outcome(Callable<?> body) throws IOException {
        try {
            return Outcome.returned(body.call());
        } catch (Throwable thrown) {
            thrown.printStackTrace();
            return Outcome.threw(thrown);
        }
    }

    @Override
    public ProgramWork elsewhere() throws IOException {
        Path from = writeRequest(Marshal.toBytes("the body", body));
        Path to = temporary(ANSWER);
        answer = Optional.of(to);
        return new ProgramWork(BodyProgram.class, List.of(from.toString(), to.toString()));
    }

    /** In the new JVM, from the arguments that {@link #elsewhere} gave it. */
    static BodyWork ofArguments(List<String> arguments) {
        MarshalledBody body = MarshalledBody.in(new File(arguments.get(0)));
        return new BodyWork(body, Optional.empty(), Path.of(arguments.get(1)));
    }

    /** A long body goes by a file. */
    @Override
    public void writeTo(DataOutputStream out) throws IOException {
        byte[] bytes = Marshal.toBytes("the body", body);
        out.writeByte(ForkRequest.BODY);
        out.writeInt(slot.map(OutcomeSlots.Slot::number).orElse(NO_SLOT));
        ForkRequest.writeText(out, answer.orElseThrow().toString());
        if (bytes.length <= LONGEST_IN_REQUEST) {
            ForkRequest.writeText(out, "");
            out.writeInt(bytes.length);
            out.write(bytes);
        } else {
            ForkRequest.writeText(out, writeRequest(bytes).toString());
        }
    }

    /** In a fork server. */
    static BodyWork readFrom(DataInputStream in, OutcomeSlots slots) throws IOException {
        int number = in.readInt();
        Path answer = Path.of(ForkRequest.readText(in));
        String file = ForkRequest.readText(in);
        return new BodyWork(
                file.isEmpty() ? MarshalledBody.of(in.readNBytes(in.readInt())) : MarshalledBody.in(new File(file)),
                number == NO_SLOT ? Optional.empty() : Optional.of(slots.at(number, answer)),
                answer);
    }

    private Path writeRequest(byte[] bytes) throws IOException {
        Path file = temporary(REQUEST);
        request = Optional.of(file);
        Files.write(file, bytes);
        return file;
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

    /** Nobody may ever ask for its outcome, but the slot is wanted, and files have to go. */
    @Override
    public void ended() {
        outcome();
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
