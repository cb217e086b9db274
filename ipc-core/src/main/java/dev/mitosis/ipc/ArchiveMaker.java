package dev.mitosis.ipc;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.process.Helpers;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Makes a {@link ClassArchive}: a thread that waits for the list of classes and has a JVM of the lowest priority, {@link ArchiveMain},
 * write them to a file of another name, which then gets its own. Both end with this process. What goes wrong leaves things as they
 * were.
 */
final class ArchiveMaker extends Thread {
    static final String LIST = "classes";

    /** In a path, what the JVM's logging takes as it is. */
    private static final Pattern PLAIN_PATH = Pattern.compile("[\\w/.@-]+");

    /** What writes to files, or listens, for the JVMs that the archive is for. */
    private static final String[] ELSEWHERE = {"-Xlog", "-XX:StartFlightRecording", "-Dcom.sun.management"};

    private static final Set<ArchiveMaker> AT_WORK = ConcurrentHashMap.newKeySet();

    private final ArchiveFiles files;
    private final JvmCommand command;
    private final Path list;
    private Process source;

    private ArchiveMaker(ArchiveFiles files, JvmCommand command, Path list) {
        super("mitosis-archive");
        setDaemon(true);
        this.files = files;
        this.command = command.withoutFlags(ELSEWHERE);
        this.list = list;
    }

    static Optional<ArchiveMaker> of(ArchiveFiles files, JvmCommand command) {
        Path list = SharedDirectory.ofThisUser().temporary(LIST);
        return PLAIN_PATH.matcher(list.toString()).matches()
                ? Optional.of(new ArchiveMaker(files, command, list))
                : Optional.empty();
    }

    /** What has a JVM list the classes that it loads. */
    List<String> listing() {
        return List.of("-Xlog:class+load:file=" + list + ":none:filecount=0");
    }

    /** Makes it of what that JVM has loaded when it ends. */
    void makeAfter(Process listed) {
        source = listed;
        make();
    }

    /** Makes it of what has been listed so far. */
    void make() {
        AT_WORK.add(this);
        start();
    }

    static boolean awaitAll(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        for (ArchiveMaker maker : AT_WORK) {
            maker.join(
                    Math.max(1, Duration.ofNanos(deadline - System.nanoTime()).toMillis()));
        }
        return AT_WORK.isEmpty();
    }

    @Override
    public void run() {
        try {
            if (source != null) {
                source.waitFor();
            }
            write();
        } catch (IOException | RuntimeException e) {
            return; // children start as they did before
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        } finally {
            list.toFile().delete();
            AT_WORK.remove(this);
        }
    }

    private void write() throws IOException, InterruptedException {
        Path unfinished = files.unfinished();
        try {
            if (run(unfinished) == 0 && Files.exists(unfinished)) {
                files.keep(unfinished);
            }
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** The exit code of a JVM that writes it; it ends with this process. */
    private int run(Path unfinished) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("nice", "-n", "19"));
        line.addAll(command.withFlags(List.of(
                        "-XX:ArchiveClassesAtExit=" + unfinished,
                        "-Xlog:disable",
                        "-D" + SpawnedMain.PARENT_PROPERTY + "="
                                + ProcessHandle.current().pid()))
                .commandLine(ArchiveMain.class, List.of(list.toString())));
        Process process = new ProcessBuilder(line)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        // SIGTERM would have it write the archive first, and this process wait for that.
        Thread atOurEnd = new Thread(process::destroyForcibly, "mitosis-archive-end");
        try {
            Runtime.getRuntime().addShutdownHook(atOurEnd);
            Helpers.add(process.pid());
            Family.ofThisProcess()
                    .add(new SpawnedProcess(process), Family.Tie.ENDED, StartMethod.SPAWN, "class-archive");
            int code = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(atOurEnd);
            return code;
        } finally {
            process.destroyForcibly();
        }
    }
}
