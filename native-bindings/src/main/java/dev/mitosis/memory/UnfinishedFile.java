package dev.mitosis.memory;

import dev.mitosis.process.ProcessIdentity;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of a file that a process is still preparing: {@code .NAME.PID@START.THREAD.new}, after its maker. */
final class UnfinishedFile {
    private static final Pattern NAME = Pattern.compile("\\..+\\.(\\d+)@(\\d+)\\.\\d+\\.new");

    private UnfinishedFile() {}

    static Path besides(Path finished) {
        String maker = ProcessIdentity.current() + "." + Thread.currentThread().getId();
        return finished.resolveSibling("." + finished.getFileName() + "." + maker + ".new");
    }

    /** Who is preparing it; empty when this is not the name of an unfinished file. */
    static Optional<ProcessIdentity> makerOf(Path path) {
        Matcher name = NAME.matcher(path.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ProcessIdentity(Integer.parseInt(name.group(1)), Long.parseLong(name.group(2))));
        } catch (IllegalArgumentException numbersOfNoProcess) {
            return Optional.empty();
        }
    }
}
