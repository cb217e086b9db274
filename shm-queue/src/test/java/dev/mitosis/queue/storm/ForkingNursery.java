package dev.mitosis.queue.storm;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import dev.mitosis.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A JVM that forks siblings of its own, which are this process's children. */
final class ForkingNursery implements Nursery {
    /** Between the words of a line. */
    static final String BETWEEN = "\t";

    /** In place of a child's number. */
    static final String FAILED = "failed";

    private static final int MOST_CHILDREN = 1 << 16;

    private final Path file;
    private final MappedRegion turns;
    private final ChildJvm program;
    private int children;

    private ForkingNursery(Path file) {
        this.file = file;
        try (SharedFile made = SharedFile.create(file, MOST_CHILDREN * Integer.BYTES)) {
            turns = made.map();
        }
        program = ChildJvm.start(
                ForkingNurseryProgram.class, List.of("-XX:TieredStopAtLevel=1", "-XX:+DisplayVMOutputToStderr"), file);
    }

    static ForkingNursery open(Path directory) {
        return new ForkingNursery(directory.resolve("turns"));
    }

    @Override
    public StormChild prepare(StormPlayer player, List<String> arguments) {
        int turn = children++ * Integer.BYTES;
        program.writeLine(player + BETWEEN + turn + BETWEEN + String.join(BETWEEN, arguments));
        String answer = program.readLine();
        if (answer == null || answer.equals(FAILED)) {
            throw new AssertionError("the nursery has failed, see standard error");
        }
        return new Child(Integer.parseInt(answer), turn);
    }

    @Override
    public void close() throws IOException {
        program.close();
        turns.close();
        Files.delete(file);
    }

    private final class Child extends StormChild {
        private final int pid;
        private final int turn;
        private Optional<ExitStatus> status = Optional.empty();

        Child(int pid, int turn) {
            this.pid = pid;
            this.turn = turn;
        }

        @Override
        int pid() {
            return pid;
        }

        @Override
        void letGo() {
            turns.putInt(turn, 1);
        }

        @Override
        void sendKill() {
            Processes.kill(pid, Signal.SIGKILL);
        }

        @Override
        Optional<ExitStatus> status() {
            if (status.isEmpty()) {
                status = Processes.waitpidNoHang(pid);
            }
            return status;
        }

        @Override
        String output() {
            return "see standard error";
        }
    }
}
