package dev.mitosis.memory;

import dev.mitosis.platform.OsException;
import dev.mitosis.platform.Platform;
import dev.mitosis.raw.LibC;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import jnr.constants.platform.Errno;
import jnr.posix.FileStat;

/**
 * Where this user's named shared files are: {@code /dev/shm/mitosis-UID} on Linux, below the directory for temporary
 * files elsewhere, or where {@code -Dmitosis.directory} says. It is the user's own, with mode 0700, and no link.
 */
public final class SharedDirectory {
    /** The system property that moves the directory. */
    public static final String DIRECTORY_PROPERTY = "mitosis.directory";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    private static final int PERMISSIONS = 0777;
    private static final int OWNER_ONLY = 0700;

    private final Path path;

    private SharedDirectory(Path path) {
        this.path = path;
    }

    /**
     * This user's directory, made if it was not there.
     *
     * @throws OsException EPERM when what is there belongs to another user, lets others in, or is no directory
     */
    public static SharedDirectory ofThisUser() {
        return made(location());
    }

    /**
     * A directory of this user's somewhere else, made if it was not there, with those above it.
     *
     * @throws OsException as for that of this user
     * @throws UncheckedIOException when those above it cannot be made
     */
    public static SharedDirectory at(Path path) {
        createAbove(path);
        return made(path);
    }

    private static SharedDirectory made(Path path) {
        if (Platform.current().isPosix()) {
            FileStat status = LibC.posix().allocateStat();
            if (LibC.posix().lstat(path.toString(), status) != 0) {
                createUnlessThere(path);
                status = LibC.posix().lstat(path.toString());
            }
            check(path, status);
        } else {
            createByJdkUnlessThere(path);
        }
        return new SharedDirectory(path);
    }

    private static void createAbove(Path path) {
        try {
            Path above = path.getParent();
            if (above != null && !Files.isDirectory(above)) {
                Files.createDirectories(above);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create what is above " + path, e);
        }
    }

    private static void createUnlessThere(Path path) {
        try {
            PosixPaths.makeDirectory(path);
        } catch (OsException e) {
            // What is there is checked, whoever made it.
            if (!e.is("EEXIST")) {
                throw e;
            }
        }
    }

    private static void createByJdkUnlessThere(Path path) {
        try {
            Files.createDirectory(path);
        } catch (FileAlreadyExistsException expected) {
            // Then the system has given it an owner.
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + path, e);
        }
    }

    public Path path() {
        return path;
    }

    /**
     * Where the file of this name is, or will be.
     *
     * @throws IllegalArgumentException unless it is 1 to 100 letters, digits, dots, dashes and underscores
     */
    public Path resolve(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a name is 1 to 100 letters, digits, dots, dashes and underscores, not beginning with a dot, name="
                            + name);
        }
        return path.resolve(name);
    }

    /** The named files, sorted by name. */
    public List<Path> files() {
        return list().stream()
                .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                .filter(file -> !file.getFileName().toString().startsWith("."))
                .toList();
    }

    /**
     * A path for something that this process needs only while it lives, and should remove: a file, or a directory of
     * files. It is not made here. What a killed process has left is known by its name.
     *
     * @param purpose a part of the name
     */
    public Path temporary(String purpose) {
        return path.resolve(TemporaryName.of(purpose));
    }

    /** What processes have for themselves for that purpose, alive or not, sorted by name. */
    public List<Path> temporaries(String purpose) {
        return list().stream()
                .filter(file -> file.getFileName().toString().startsWith("." + purpose + "."))
                .filter(file -> TemporaryName.makerOf(file).isPresent())
                .toList();
    }

    /** What processes that are dead had for themselves, sorted by name. */
    public List<Path> abandoned() {
        return list().stream()
                .filter(file -> TemporaryName.makerOf(file)
                        .filter(maker -> !maker.isAlive())
                        .isPresent())
                .toList();
    }

    /** Removes what processes that are dead had for themselves for that purpose; what cannot be removed now, stays. */
    public void removeAbandoned(String purpose) {
        List<Path> dead = abandoned();
        temporaries(purpose).stream().filter(dead::contains).forEach(SharedDirectory::removeIfPossible);
    }

    private static void removeIfPossible(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException isInUse) {
            return; // as it can be on Windows; the next process tries again
        }
    }

    private List<Path> list() {
        try (Stream<Path> entries = Files.list(path)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + path, e);
        }
    }

    private static Path location() {
        String chosen = System.getProperty(DIRECTORY_PROPERTY);
        if (chosen != null) {
            return Path.of(chosen);
        }
        if (!Platform.current().isPosix()) {
            return Path.of(System.getProperty("java.io.tmpdir"), "mitosis-" + System.getProperty("user.name"));
        }
        Path shm = Path.of("/dev/shm");
        Path base = Files.isDirectory(shm) ? shm : Path.of(System.getProperty("java.io.tmpdir"));
        return base.resolve("mitosis-" + LibC.posix().geteuid());
    }

    private static void check(Path path, FileStat status) {
        int permissions = status.mode() & PERMISSIONS;
        if (!status.isDirectory() || status.uid() != LibC.posix().geteuid() || permissions != OWNER_ONLY) {
            throw OsException.of(
                            Errno.EPERM.intValue(),
                            "opendir",
                            path,
                            "owner=" + status.uid(),
                            "mode=" + Integer.toOctalString(status.mode()))
                    .advising(
                            "it has to be a directory of this user's own with mode 0700, and no link: have it removed,"
                                    + " or choose another one with -D" + DIRECTORY_PROPERTY);
        }
    }
}
