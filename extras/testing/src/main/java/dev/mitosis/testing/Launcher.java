package dev.mitosis.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.Arrays;
import java.util.List;

/**
 * What a child JVM is started through.
 *
 * @param command takes the JVM's command as its last arguments and becomes it, for instance {@code prlimit --nofile=64}
 * @param classPath what the JVM can read
 */
public record Launcher(List<String> command, String classPath) {
    /** Starts it as any other process. */
    public static final Launcher PLAIN = through();

    public static Launcher through(String... command) {
        return new Launcher(List.of(command), System.getProperty("java.class.path"));
    }

    /**
     * Gives it a {@code /dev/shm} of its own, of so many bytes and files, that is gone with it. Skips the test where this
     * user may not mount.
     */
    public static Launcher withOwnSharedMemory(int bytes, int files) {
        assumeSucceeds("this user may not mount", "unshare", "--mount", "true");
        String mount =
                "mount -t tmpfs -o mode=1777,size=" + bytes + ",nr_inodes=" + files + " tmpfs /dev/shm && exec \"$@\"";
        return through("unshare", "--mount", "sh", "-c", mount, "sh");
    }

    /** Skips the test where this command is missing, or fails. */
    static void assumeSucceeds(String otherwise, String... command) {
        assumeTrue(succeeds(command), () -> otherwise + ": " + String.join(" ", command));
    }

    static boolean succeeds(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while it ran, command=" + Arrays.toString(command), e);
        }
    }
}
