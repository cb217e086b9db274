package dev.mitosis.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Another user of this machine, who runs programs in JVMs of its own. It may not read where this build lies, so it gets a
 * copy of the classes, which is gone on close.
 */
public final class SecondUser implements AutoCloseable {
    /** By custom {@code nobody}, who owns no files. */
    public static final int UID = 65_534;

    private final Path classes;
    private final Launcher launcher;

    private SecondUser(Path classes, Launcher launcher) {
        this.classes = classes;
        this.launcher = launcher;
    }

    /** Skips the test unless this user may become another one, which root may. */
    public static SecondUser create() throws IOException {
        String user = "--reuid=" + UID;
        String group = "--regid=" + UID;
        Launcher.assumeSucceeds("only root can become another user", "setpriv", user, group, "--clear-groups", "true");
        Path classes = Files.createTempDirectory("mitosis-classes-");
        try {
            List<String> command = List.of("setpriv", user, group, "--clear-groups", "--no-new-privs");
            return new SecondUser(classes, new Launcher(command, copyClassPath(classes)));
        } catch (AssertionError notCopied) {
            remove(classes);
            throw notCopied;
        }
    }

    public ChildJvm.Ended run(Class<?> main, List<String> flags, Object... arguments) {
        return ChildJvm.run(launcher, main, flags, arguments);
    }

    /** A directory in which, as in {@code /dev/shm}, everybody may make files, and remove their own. */
    public static void openToAll(Path directory) {
        done("chmod", "1777", directory.toString());
    }

    @Override
    public void close() {
        remove(classes);
    }

    private static void remove(Path directory) {
        done("rm", "-r", directory.toString());
    }

    private static String copyClassPath(Path target) {
        List<String> copies = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.isEmpty() && new File(entry).exists()) {
                Path copy = target.resolve(copies.size() + "-" + Path.of(entry).getFileName());
                done("cp", "-r", entry, copy.toString());
                copies.add(copy.toString());
            }
        }
        done("chmod", "-R", "a+rX", target.toString());
        return String.join(File.pathSeparator, copies);
    }

    private static void done(String... command) {
        assertTrue(Launcher.succeeds(command), () -> "failed: " + String.join(" ", command));
    }
}
