package dev.mitosis.ipc;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Start spawned children, whose output goes to files. */
public final class ArchiveParents {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private ArchiveParents() {}

    /** Starts a child, and returns when the archive has been made that this brings about, if any. */
    public static final class Once implements Program {
        @Override
        public int run(List<String> files) throws Exception {
            return startOne(files) && ClassArchive.await(LIMIT) ? 0 : 2;
        }
    }

    /** Starts a child, and is still there when the archive is being made. */
    public static final class Lingering implements Program {
        @Override
        public int run(List<String> files) throws Exception {
            startOne(files);
            Thread.sleep(LIMIT.toMillis());
            return 0;
        }
    }

    /** With OUTPUT LOADED: what the child prints, and where it lists its classes. */
    private static boolean startOne(List<String> files) throws Exception {
        Path output = Path.of(files.get(0));
        ChildProcess<Integer> child = ChildProcess.builder()
                .method(StartMethod.SPAWN)
                .jvmFlags("-Xlog:class+load:file=" + files.get(1))
                .output(Redirect.to(output.toFile()))
                .error(Redirect.appendTo(output.toFile()))
                .start(() -> 6 * 7);
        return child.result() == 42 && isEmpty(output);
    }

    private static boolean isEmpty(Path output) throws IOException {
        System.out.print(Files.readString(output));
        return Files.size(output) == 0;
    }
}
