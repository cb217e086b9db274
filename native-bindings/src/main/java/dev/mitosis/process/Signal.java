package dev.mitosis.process;

import java.util.Arrays;
import java.util.Optional;

/** POSIX signals by name; the number is this platform's. */
public enum Signal {
    SIGHUP,
    SIGINT,
    SIGQUIT,
    SIGILL,
    SIGTRAP,
    SIGABRT,
    SIGBUS,
    SIGFPE,
    SIGKILL,
    SIGUSR1,
    SIGSEGV,
    SIGUSR2,
    SIGPIPE,
    SIGALRM,
    SIGTERM,
    SIGCHLD,
    SIGCONT,
    SIGSTOP,
    SIGTSTP,
    SIGTTIN,
    SIGTTOU,
    SIGXCPU,
    SIGXFSZ,
    SIGSYS;

    private final int number = jnr.constants.platform.Signal.valueOf(name()).intValue();

    public int number() {
        return number;
    }

    /** The signal with this number; empty for real-time signals and numbers that are no signal. */
    static Optional<Signal> numbered(int number) {
        return Arrays.stream(values()).filter(s -> s.number == number).findFirst();
    }
}
