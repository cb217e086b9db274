package dev.mitosis.process;

import dev.mitosis.platform.Platform;
import dev.mitosis.raw.LinuxSyscall;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who a thread of the operating system is: its number and when it started. Numbers are used again, the pair is not. Linux only.
 *
 * @param tid the thread's number, 1 to 2^22 - 1
 * @param startTime in ticks of 10 ms since boot
 */
public record ThreadIdentity(int tid, long startTime) {
    /** The calling thread; empty where the system does not show its threads. A virtual thread has none: this is its carrier. */
    public static Optional<ThreadIdentity> current() {
        if (Platform.current().os() != Platform.Os.LINUX) {
            return Optional.empty();
        }
        int tid = (int) LinuxSyscall.GETTID.call(0, 0, 0, 0);
        OptionalLong start = startTime(ProcessIdentity.ownPid(), tid);
        return start.isPresent() ? Optional.of(new ThreadIdentity(tid, start.getAsLong())) : Optional.empty();
    }

    /** When the living thread of a process started; empty when there is none of this number. */
    public static OptionalLong startTime(int pid, int tid) {
        return ProcessIdentity.startTimeIn(Path.of("/proc/" + pid + "/task/" + tid));
    }
}
