package dev.mitosis.ipc;

import dev.mitosis.fork.ForkOptions;
import dev.mitosis.fork.LiveFork;
import dev.mitosis.fork.ParentDeathSignal;
import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.process.Processes;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The main class of a fork server's JVM: gets ready, and then forks as often as it is asked. */
final class ZygoteMain implements AutoCloseable {
    private static final int PARENT = 0;
    private static final int REQUESTS = 1;
    private static final int ANSWERS = 2;
    private static final int WORD = 3;
    private static final int SLOTS = 4;
    private static final int INITIALISER = 5;
    private static final int PRELOADED = 6;

    private final DataInputStream requests;
    private final OutputStream answers;
    private final MappedRegion word;
    private final OutcomeSlots slots;
    private final ForkOptions options;

    private ZygoteMain(List<String> arguments) throws IOException {
        String descriptors = "/proc/" + arguments.get(PARENT) + "/fd/";
        requests = new DataInputStream(new FileInputStream(descriptors + arguments.get(REQUESTS)));
        answers = new FileOutputStream(descriptors + arguments.get(ANSWERS));
        try (SharedFile file = SharedFile.byHandle(arguments.get(WORD))) {
            word = file.map();
        }
        slots = OutcomeSlots.byHandle(arguments.get(SLOTS));
        options = ForkOptions.DEFAULT.asSiblingOfCaller().notingPidIn(word);
    }

    /**
     * @param arguments PARENT REQUESTS ANSWERS WORD SLOTS INITIALISER PRELOADED…: the parent's pid, its descriptors of two pipes,
     *     the handles of the word for children's pids and of the slots for their outcomes, the file that holds the initialiser,
     *     if any, and names of classes
     */
    public static void main(String[] arguments) throws IOException {
        List<String> words = Arrays.asList(arguments);
        try (ZygoteMain zygote = new ZygoteMain(words)) {
            try {
                ParentDeathSignal.arm(Integer.parseInt(words.get(PARENT)), Ties.NO_GUARD);
                prepare(words.get(INITIALISER), words.subList(PRELOADED, words.size()));
            } catch (Throwable failure) {
                failure.printStackTrace();
                zygote.refuse(failure);
                return;
            }
            zygote.done();
            zygote.serve();
        } catch (EOFException unwanted) {
            // Its process has closed the pipe.
        }
    }

    private static void prepare(String initialiser, List<String> preloaded) throws Exception {
        rehearse();
        for (String name : preloaded) {
            Class.forName(name);
        }
        if (!initialiser.isEmpty()) {
            ((Body<?>) Marshal.fromBytes(Files.readAllBytes(Path.of(initialiser)))).call();
        }
    }

    /** Does once what each child does: what is loaded and linked here, none of them has to load. */
    private static void rehearse() throws Exception {
        Rehearsal.once();
        Body<Integer> nothing = () -> 0;
        BodyWork work = new BodyWork(nothing);
        OutcomeSlots slots = OutcomeSlots.unnamed();
        work.prepareForFork(slots);
        ForkRequest request = new ForkRequest(Ties.LOOSE, List.of(), work);
        ForkRequest read = ForkRequest.ofBytes(request.toBytes(), slots);
        ForkedProcess.live(read.ties(), read.work());
        work.outcome();
        int child = LiveFork.fork();
        if (child == 0) {
            Processes.runAndExit(() -> 0);
        }
        Processes.waitpid(child);
    }

    private void serve() throws IOException {
        while (true) {
            byte[] request = new byte[requests.readInt()];
            requests.readFully(request);
            word.putInt(0, 0); // so that the page is there when the kernel writes to it
            try {
                ForkRequest read = ForkRequest.ofBytes(request, slots);
                ForkedProcess.fork(options, read.redirections(), () -> live(read));
                done();
            } catch (ClassNotFoundException | IOException | RuntimeException | Error failure) {
                refuse(failure);
            }
        }
    }

    private int live(ForkRequest request) {
        close();
        return ForkedProcess.live(request.ties(), request.work());
    }

    private void done() throws IOException {
        answers.write(Zygote.DONE);
    }

    private void refuse(Throwable failure) throws IOException {
        byte[] reason = failure.toString().getBytes(StandardCharsets.UTF_8);
        int length = Math.min(reason.length, Zygote.LONGEST_ANSWER - 1);
        answers.write(ByteBuffer.allocate(1 + length)
                .put(Zygote.REFUSED)
                .put(reason, 0, length)
                .array());
    }

    @Override
    public void close() {
        try {
            requests.close();
            answers.close();
        } catch (IOException harmless) {
            // Nobody reads there any more.
        }
    }
}
