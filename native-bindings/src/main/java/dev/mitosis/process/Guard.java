package dev.mitosis.process;

import dev.mitosis.io.Descriptor;
import dev.mitosis.io.PipeEnds;
import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.raw.BundledFile;
import dev.mitosis.raw.LibC;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
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
    public boolean watch(int child) {
        try {
            tell(pids, child);
            return true;
        } catch (OsException dead) {
            if (!dead.is("EPIPE")) {
                throw dead;
            }
            return false;
        }
    }

    /** Where a child of this process can {@link #introduceTo introduce} itself, while this process lives. */
    public String address() {
        return "/proc/" + Processes.getpid() + "/fd/" + pids.number();
    }

    /** Has this process watched by its parent's guard. Does nothing when parent or guard are gone. */
    public static void introduceTo(String address) {
        try (Descriptor pids = Descriptor.forOutput(Path.of(address), true)) {
            tell(pids, Processes.getpid());
        } catch (OsException gone) {
            // Then there is nobody to be watched by, or the parent tells the next guard.
        }
    }

    private static void tell(Descriptor pids, int child) {
        pids.write(ByteBuffer.allocateDirect(Integer.BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(child)
                .flip());
    }

    /** Lets go of it; it goes on, and knows those that it was told of. */
    @Override
    public void close() {
        pids.close();
    }
}
