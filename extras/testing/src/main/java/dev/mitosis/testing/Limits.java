package dev.mitosis.testing;

/** The limits of a process that runs already. */
public final class Limits {
    private Limits() {}

    /**
     * Sets a limit that the process can be given back later. Skips the test where there is no prlimit(1).
     *
     * @param resource as prlimit(1) calls it, for instance {@code nofile}
     */
    public static void set(long pid, String resource, long value) {
        set(pid, resource, String.valueOf(value));
    }

    public static void lift(long pid, String resource) {
        set(pid, resource, "unlimited");
    }

    private static void set(long pid, String resource, String value) {
        Launcher.assumeSucceeds("limits cannot be set", "prlimit", "--pid=" + pid, "--" + resource + "=" + value + ":");
    }
}
