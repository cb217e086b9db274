package dev.mitosis.memory;

import dev.mitosis.process.ProcessIdentity;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of something that a process has for itself, and that is garbage when the process is dead:
 * {@code .PURPOSE.PID@START.COUNT.tmp}.
 */
final class TemporaryName {
    private static final Pattern NAME = Pattern.compile("\\..+\\.(\\d{1,7})@(\\d{1,13})\\.\\d+\\.tmp");
    private static final AtomicLong COUNT = new AtomicLong();

    private TemporaryName() {}

    /** A name that nothing has had before. */
    static String of(String purpose) {
        return "." + purpose + "." + ProcessIdentity.current() + "." + COUNT.incrementAndGet() + ".tmp";
    }

    /** Whose it is; empty when this is not such a name. */
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
