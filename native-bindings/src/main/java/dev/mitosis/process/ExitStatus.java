package dev.mitosis.process;

import java.util.OptionalInt;

/**
 * How a process ended: it exited with a code, or a signal killed it. One of the two is present, never both.
 *
 * @param code what the process passed to exit, 0 to 255
 * @param signalNumber the number of the signal that killed it
 */
public record ExitStatus(OptionalInt code, OptionalInt signalNumber) {
    private static final int SIGNAL_MASK = 0x7f;

    /** What waitpid(2) wrote into its status word. */
    static ExitStatus ofWaitStatus(int status) {
        int signal = status & SIGNAL_MASK;
        return signal == 0 ? exited(status >> 8 & 0xff) : killedBy(signal);
    }

    /**
     * What {@link Process#exitValue()} says, which folds the two cases into one number: the JDK reports death by signal
     * n as 128 + n, so that a process which chose to exit with such a code looks killed.
     */
    public static ExitStatus ofProcessBuilder(int exitValue) {
        int signal = exitValue - 128;
        boolean killed = signal > 0 && Signal.numbered(signal).isPresent();
        return killed ? killedBy(signal) : exited(exitValue);
    }

    public static ExitStatus exited(int code) {
        return new ExitStatus(OptionalInt.of(code), OptionalInt.empty());
    }

    public static ExitStatus killedBy(Signal signal) {
        return killedBy(signal.number());
    }

    private static ExitStatus killedBy(int signal) {
        return new ExitStatus(OptionalInt.empty(), OptionalInt.of(signal));
    }

    /** Whether it exited by itself with code 0. */
    public boolean isSuccess() {
        return code.isPresent() && code.getAsInt() == 0;
    }

    public boolean isKilledBy(Signal signal) {
        return signalNumber.isPresent() && signalNumber.getAsInt() == signal.number();
    }

    /** "exited with code 3", "killed by SIGKILL". */
    @Override
    public String toString() {
        if (code.isPresent()) {
            return "exited with code " + code.getAsInt();
        }
        int number = signalNumber.getAsInt();
        return "killed by " + Signal.numbered(number).map(Signal::name).orElse("signal " + number);
    }
}
