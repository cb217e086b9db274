package dev.mitosis.ipc;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.platform.Platform;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The classes that new JVMs of this process's load, parsed and verified once, in a file that they map: class-data sharing. It comes
 * by itself:
 *
 * <pre>
 *   first JVM of its kind     lists the classes that it loads
 *   when it has ended         an {@link ArchiveMaker} has another JVM load these and write the archive, in the background
 *   those after that,         map it; a JVM that cannot, since a jar is another one meanwhile, does without,
 *   also of other processes   and says nothing
 * </pre>
 *
 * <p>There is one for each JDK, class path and set of flags, in {@code $XDG_CACHE_HOME/mitosis}, {@code ~/.cache/mitosis}, or where
 * {@code -Dmitosis.archives} says; none with {@code -Dmitosis.archives=off}, where a JVM has been told of archives by flags, and where
 * there are directories on the class path, since the JDK archives no class that comes from one. Thread-safe.
 */
public final class ClassArchive {
    /** The system property that says where archives are, or {@code off}. */
    public static final String PROPERTY = "mitosis.archives";

    private static final String OFF = "off";

    private static final Map<String, ClassArchive> KNOWN = new ConcurrentHashMap<>();

    /** Whoever gives one of these knows better, or has none that is shared. */
    private static final List<String> TELLING_FLAGS = List.of(
            "-Xshare",
            "-XX:SharedArchiveFile",
            "-XX:ArchiveClassesAtExit",
            "-XX:+AutoCreateSharedArchive",
            "-XX:AOT",
            "-agent",
            "-javaagent",
            "--patch-module",
            "--upgrade-module-path",
            "--limit-modules");

    /** An archive is good for JVMs that differ in these. */
    private static final List<String> HARMLESS_FLAGS = List.of("-D", "-Xm", "-Xs", "-Xlog");

    private final Optional<ArchiveFiles> files;
    private final AtomicBoolean isAskedFor = new AtomicBoolean();

    private ClassArchive(Optional<ArchiveFiles> files) {
        this.files = files;
    }

    /**
     * How to start a JVM that uses it.
     *
     * @param command with the flags for that
     * @param maker of the archive, to be told when this JVM has loaded its classes; empty where it is there or cannot be had
     */
    record Use(JvmCommand command, Optional<ArchiveMaker> maker) {}

    /** For a JVM that runs this main class by this command. */
    static Use with(JvmCommand command, Class<?> main) {
        String kind = kind(command, main);
        ClassArchive archive = KNOWN.computeIfAbsent(kind, unknown -> new ClassArchive(files(command, kind)));
        try {
            return archive.files.isPresent()
                    ? archive.use(archive.files.get(), command)
                    : new Use(command, Optional.empty());
        } catch (RuntimeException notReadable) {
            return new Use(command, Optional.empty());
        }
    }

    private Use use(ArchiveFiles there, JvmCommand command) {
        Optional<Path> found = there.find();
        if (found.isPresent()) {
            return new Use(command.withFlags(mapping(found.get())), Optional.empty());
        }
        Optional<ArchiveMaker> maker = isAskedFor.getAndSet(true) ? Optional.empty() : ArchiveMaker.of(there, command);
        return new Use(command.withFlags(maker.map(ArchiveMaker::listing).orElse(List.of())), maker);
    }

    /** What a JVM says of an archive that is not good for it goes nowhere. */
    private static List<String> mapping(Path archive) {
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    /**
     * Waits until this process makes no archive. It makes one when the first child of SPAWN, or the first fork server, has
     * shown what to put in: for a measurement, or for a short-lived program that wants its next run to have it.
     *
     * @return whether none is being made; false when the time is over
     */
    public static boolean await(Duration timeout) throws InterruptedException {
        return ArchiveMaker.awaitAll(timeout);
    }

    private static Optional<ArchiveFiles> files(JvmCommand command, String kind) {
        String chosen = System.getProperty(PROPERTY, "");
        try {
            return chosen.equals(OFF) || !Platform.current().isPosix() || !canBeArchived(command)
                    ? Optional.empty()
                    : directory(chosen)
                            .filter(path -> !path.toString().contains(File.pathSeparator))
                            .map(path -> new ArchiveFiles(SharedDirectory.at(path), key(command, kind)));
        } catch (RuntimeException notToBeHad) {
            return Optional.empty(); // a full disk, somebody else's directory: it is slower without, and that is all
        }
    }

    private static Optional<Path> directory(String chosen) {
        if (!chosen.isEmpty()) {
            return Optional.of(Path.of(chosen).toAbsolutePath());
        }
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .filter(Path::isAbsolute)
                .or(() -> Optional.of(Path.of(System.getProperty("user.home")))
                        .filter(Files::isDirectory)
                        .map(home -> home.resolve(".cache")))
                .map(cache -> cache.resolve("mitosis"));
    }

    /** A dynamic archive lies upon that of the JDK. */
    private static boolean canBeArchived(JvmCommand command) {
        return Files.exists(Path.of(System.getProperty("java.home"), "lib", "server", "classes.jsa"))
                && command.flags().stream().noneMatch(flag -> startsWith(flag, TELLING_FLAGS))
                && entries(command).stream().noneMatch(Files::isDirectory);
    }

    private static String key(JvmCommand command, String kind) {
        List<String> parts = new ArrayList<>(List.of(
                System.getProperty("java.home"),
                System.getProperty("java.vm.vendor"),
                System.getProperty("java.vm.version"),
                kind));
        for (Path entry : entries(command)) {
            File jar = entry.toFile();
            parts.add(jar.length() + " " + jar.lastModified());
        }
        long hash = 0;
        for (char next : String.join("\n", parts).toCharArray()) {
            hash = 31 * hash + next;
        }
        return Long.toHexString(hash);
    }

    private static String kind(JvmCommand command, Class<?> main) {
        List<String> parts = new ArrayList<>(List.of(main.getName(), command.classPath()));
        command.flags().stream()
                .filter(flag -> !startsWith(flag, HARMLESS_FLAGS))
                .forEach(parts::add);
        return String.join("\n", parts);
    }

    private static List<Path> entries(JvmCommand command) {
        return List.of(command.classPath().split(File.pathSeparator, -1)).stream()
                .map(Path::of)
                .toList();
    }

    private static boolean startsWith(String flag, List<String> beginnings) {
        return beginnings.stream().anyMatch(flag::startsWith);
    }
}
