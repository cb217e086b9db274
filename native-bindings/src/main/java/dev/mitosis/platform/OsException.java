package dev.mitosis.platform;

import dev.mitosis.raw.LibC;
import java.io.Serial;
import java.util.Arrays;
import java.util.stream.Collectors;
import jnr.constants.platform.Errno;

/**
 * The operating system refused a call. The message names the call with its arguments, the error, and what it means; and, where
 * that is known, what to do.
 */
public final class OsException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String SEPARATOR = "; ";

    private final String call;
    private final int number;

    private OsException(String call, int number, String advice) {
        super(call + ": " + nameOf(number) + " (" + Errno.valueOf(number).description() + ")" + advice);
        this.call = call;
        this.number = number;
    }

    /** The call as it was made, with its arguments. */
    public String call() {
        return call;
    }

    /** The error's name in C, for instance {@code ENOENT}. */
    public String errno() {
        return nameOf(number);
    }

    /** Whether the error is the one of this name, for instance {@code ENOENT}; some errors have two. */
    public boolean is(String errno) {
        return Errno.valueOf(errno).intValue() == number;
    }

    /**
     * The result of a C call that says -1 when it failed.
     *
     * @param call the function's name
     * @param arguments what it was called with, for the message
     * @throws OsException with errno, when the result is -1
     */
    public static long check(String call, long result, Object... arguments) {
        if (result == -1) {
            throw of(LibC.errno(), call, arguments);
        }
        return result;
    }

    /** The exception for a call that failed with this error number. */
    public static OsException of(int errno, String call, Object... arguments) {
        String whole = call + Arrays.stream(arguments).map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
        return new OsException(
                whole, errno, Advice.on(errno).map(SEPARATOR::concat).orElse(""));
    }

    /** The same, with this for the user to do. */
    public OsException advising(String advice) {
        return new OsException(call, number, SEPARATOR + advice);
    }

    private static String nameOf(int number) {
        Errno errno = Errno.valueOf(number);
        return errno == Errno.__UNKNOWN_CONSTANT__ ? "errno " + number : errno.name();
    }
}
