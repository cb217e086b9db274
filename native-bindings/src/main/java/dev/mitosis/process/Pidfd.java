package dev.mitosis.process;

import dev.mitosis.io.Descriptor;
import dev.mitosis.io.Poll;
import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.LinuxSyscall;
import java.time.Duration;
import jnr.constants.platform.Errno;

/**
 * A handle on one process, as pidfd_open(2) makes it: never mistaken for another process that gets the same number
 * later. Linux only. Thread-safe but for closing while another thread waits.
 */
public final class Pidfd implements AutoCloseable {
    private final int pid;
    private final Descriptor descriptor;

    private Pidfd(int pid, Descriptor descriptor) {
        this.pid = pid;
        this.descriptor = descriptor;
    }

    /**
     * @throws OsException ESRCH when there is no such process
     * @throws UnsupportedOperationException where {@link Capability#PIDFD} is missing
     */
    public static Pidfd open(int pid) {
        Capability.PIDFD.require();
        long fd = OsException.check("pidfd_open", LinuxSyscall.PIDFD_OPEN.call(pid, 0, 0, 0), pid);
        return new Pidfd(pid, Descriptor.of((int) fd));
    }

    /**
     * Waits until the process has ended (a zombie has) or the time is over. Does not reap. Interrupt is not answered.
     *
     * @return whether it has ended
     */
    public boolean await(Duration timeout) {
        return Poll.readable(descriptor, timeout);
    }

    /**
     * Sends a signal to exactly this process.
     *
     * @return false when it has ended already (a zombie has)
     */
    public boolean kill(Signal signal) {
        if (await(Duration.ZERO)) {
            return false;
        }
        long result = LinuxSyscall.PIDFD_SEND_SIGNAL.call(descriptor.number(), signal.number(), 0, 0);
        if (result == -1 && LibC.errno() == Errno.ESRCH.intValue()) {
            return false;
        }
        OsException.check("pidfd_send_signal", result, pid, signal);
        return true;
    }

    /** The descriptor, readable once the process has ended; this object owns it. */
    public Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
