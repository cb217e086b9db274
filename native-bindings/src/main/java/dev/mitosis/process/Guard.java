package dev.mitosis.process;

import dev.mitosis.io.Descriptor;
import dev.mitosis.io.PipeEnds;
import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.raw.BundledFile;
import dev.mitosis.raw.LibC;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import jnr.posix.SpawnFileAction;

/**
 * A small program beside this process that kills those of its children which live on 750 ms after its end, whatever state they are
 * in: so that also one that is stopped or wedged does not outlive its parent. It does nothing while this process lives, and
 * ends after it. PR_SET_PDEATHSIG would not do: it is sent when the thread ends that made the child.
 *
 * <p>Thread-safe but for closing.
 */
public final class Guard implements AutoCloseable {
    private static final String PROGRAM = "mitosis-guard";

    private final int pid;
    private final Descriptor pids;
    private final ByteBuffer told = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());

    private Guard(int pid, Descriptor pids) {
        this.pid = pid;
        this.pids = pids;
    }

    /**
     * @throws OsException when the system does not start it
     * @throws UnsupportedOperationException where {@link Capability#PIDFD} or {@link Capability#MEMFD} is missing
     */
    public static Guard start() {
        Capability.PIDFD.require();
        Capability.MEMFD.require();
        PipeEnds pipe = PipeEnds.open();
        try (Descriptor program = BundledFile.open(PROGRAM);
                Descriptor reader = pipe.reader()) {
            String path = "/proc/self/fd/" + program.number();
            List<SpawnFileAction> itsInput = List.of(SpawnFileAction.dup(reader.number(), 0));
            List<String> arguments = List.of(PROGRAM, Integer.toString(Processes.getpid()));
            long started = LibC.posix().posix_spawnp(path, itsInput, arguments, List.of());
            OsException.check("posix_spawn", started, path);
            Helpers.add(started);
            return new Guard((int) started, pipe.writer());
        } catch (RuntimeException failure) {
            pipe.close();
            throw failure;
        }
    }

    /** Whether that process is the guard of any process of this user. */
    public static boolean isOne(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.startsWith("/memfd:" + PROGRAM))
                .isPresent();
    }

    public int pid() {
        return pid;
    }

    /**
     * Has it watch a child of this process.
     *
     * @return false when the guard is dead, and has to be replaced
     */
    public synchronized boolean watch(int child) {
        try {
            pids.write(told.clear().putInt(child).flip());
            return true;
        } catch (OsException dead) {
            if (!dead.is("EPIPE")) {
                throw dead;
            }
            return false;
        }
    }

    /** The number of this process's descriptor to which pids are written for the guard: for a child that introduces itself. */
    public int descriptor() {
        return pids.number();
    }

    /** Lets go of it; it goes on, and knows those that it was told of. */
    @Override
    public void close() {
        pids.close();
    }
}
