package dev.mitosis.platform;

import dev.mitosis.raw.LibC;
import dev.mitosis.raw.LinuxSyscall;
import dev.mitosis.raw.NativeMemory;
import dev.mitosis.raw.SysMman;
import dev.mitosis.raw.Unistd;
import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import jnr.constants.platform.Errno;
import jnr.ffi.Pointer;

/**
 * What an operating system may or may not offer. Each is tried once, on this machine, when first asked for: a container's
 * policy can deny a call that the kernel has.
 *
 * <p>{@code -Dmitosis.without=MEMFD,FUTEX_WAITV} makes this machine look like one that lacks these, so that what is done instead can be
 * tested where they are.
 */
public enum Capability {
    /** fork(2), waitpid(2), kill(2). */
    FORK("fork(2)", Probe::posix),
    /** mmap(2) of shared files through the C library. */
    MMAP("mmap(2)", Probe::posix),
    /** Anonymous shared memory with a file descriptor. */
    MEMFD(
            "memfd_create(2)",
            () -> Probe.linux(() -> {
                int fd = LibC.load(SysMman.class).memfd_create("mitosis-probe", 0);
                return fd < 0 ? fd : LibC.load(Unistd.class).close(fd);
            })),
    /** Sleeping on a word of shared memory. */
    FUTEX("futex(2)", () -> Probe.linux(Probe::futexWakesNobody)),
    /** Sleeping on several words at once. */
    FUTEX_WAITV("futex_waitv(2)", () -> Probe.linux(Probe::futexWaitsForNothing)),
    /** A file descriptor that says when a process has ended. */
    PIDFD(
            "pidfd_open(2)",
            () -> Probe.linux(() -> {
                long fd = LinuxSyscall.PIDFD_OPEN.call(ProcessHandle.current().pid(), 0, 0, 0);
                return fd < 0 ? fd : LibC.load(Unistd.class).close((int) fd);
            })),
    /** A pipe that a program which is executed does not inherit. */
    PIPE("pipe2(2)", () -> Probe.linux(() -> 0)),
    /** Connected sockets without a name, by which descriptors can be sent. */
    SOCKETPAIR("socketpair(2) with SCM_RIGHTS", () -> Probe.linux(() -> 0)),
    /** Choosing a thread's CPUs. */
    AFFINITY("sched_setaffinity(2)", () -> Probe.linux(() -> 0)),
    /** A memory barrier in every thread of the registered processes, paid for by the caller alone. */
    MEMBARRIER(
            "membarrier(2) GLOBAL_EXPEDITED",
            () -> Probe.linux(() -> LinuxSyscall.MEMBARRIER.call(Probe.REGISTER_GLOBAL_EXPEDITED, 0, 0, 0)));

    /** The system property that takes capabilities away: their names here, with commas between. */
    public static final String WITHOUT_PROPERTY = "mitosis.without";

    private final String description;
    private final Supplier<String> probe;
    private volatile String verdict;

    Capability(String description, Supplier<String> probe) {
        this.description = description;
        this.probe = probe;
    }

    /** The system call that this is about. */
    public String description() {
        return description;
    }

    public boolean isAvailable() {
        return missingBecause().isEmpty();
    }

    /** Why this machine lacks it; empty when it does not. */
    public String missingBecause() {
        String known = verdict;
        if (known == null) {
            known = TakenAway.ALL.contains(this) ? "taken away by -D" + WITHOUT_PROPERTY : probe.get();
            verdict = known;
        }
        return known;
    }

    /**
     * @throws UnsupportedOperationException naming what is missing and why, when this machine lacks it
     */
    public void require() {
        if (!isAvailable()) {
            throw new UnsupportedOperationException(description + " is not available here: " + missingBecause());
        }
    }

    private static final class TakenAway {
        static final Set<Capability> ALL = Arrays.stream(
                        System.getProperty(WITHOUT_PROPERTY, "").split(",", -1))
                .filter(name -> !name.isBlank())
                .map(name -> valueOf(name.strip()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static final class Probe {
        static final long REGISTER_GLOBAL_EXPEDITED = 4;
        private static final long FUTEX_WAKE = 1;

        static String posix() {
            return Platform.current().isPosix() ? "" : notOn();
        }

        static String linux(Supplier<? extends Number> call) {
            if (!Platform.current().isLinux()) {
                return notOn();
            }
            try {
                return call.get().longValue() == -1
                        ? OsException.of(LibC.errno(), "probe").getMessage()
                        : "";
            } catch (LinkageError missing) {
                return "the C library lacks it";
            }
        }

        static long futexWakesNobody() {
            Pointer word = NativeMemory.zeroed(Long.BYTES);
            try {
                return LinuxSyscall.FUTEX.call(word.address(), FUTEX_WAKE, 1, 0);
            } finally {
                Reference.reachabilityFence(word);
            }
        }

        /** To wait for no word is refused, by a kernel that has the call. */
        static long futexWaitsForNothing() {
            long result = LinuxSyscall.FUTEX_WAITV.call(0, 0, 0, 0, 0);
            return result == -1 && LibC.errno() == Errno.EINVAL.intValue() ? 0 : result;
        }

        private static String notOn() {
            return "not on " + Platform.current();
        }
    }
}
