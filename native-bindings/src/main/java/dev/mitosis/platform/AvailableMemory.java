package dev.mitosis.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * How much memory this process may still take: what the machine has left, or less, where a control group limits it, as a
 * container's does. Memory that the kernel would give back, such as clean pages of files, counts as available. Looked up anew by each call, in
 * /proc and where it says that control groups are mounted (cgroups(7), versions 1 and 2); thread-safe.
 */
public final class AvailableMemory {
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s*(\\d+) kB");
    private static final Pattern NUMBER = Pattern.compile("(\\d+)\\s*");
    private static final int KIBIBYTE = 1024;

    private AvailableMemory() {}

    /** In bytes; empty where it is not known. */
    public static OptionalLong bytes() {
        return bytes(Path.of("/proc"));
    }

    static OptionalLong bytes(Path proc) {
        LongStream groups =
                Stream.of(Version.values()).flatMapToLong(version -> version.available(proc.resolve("self")));
        return LongStream.concat(machine(proc).stream(), groups).min();
    }

    private static OptionalLong machine(Path proc) {
        OptionalLong kibibytes = number(AVAILABLE, read(proc.resolve("meminfo")));
        return kibibytes.isPresent() ? OptionalLong.of(kibibytes.getAsLong() * KIBIBYTE) : kibibytes;
    }

    /** Of control groups. */
    private enum Version {
        ONE(
                "\\d+:(?:.*,)?memory(?:,.*)?:(.*)",
                "cgroup \\S+ (?:\\S*,)?memory(?:,\\S*)?",
                "memory.limit_in_bytes",
                "memory.usage_in_bytes",
                "total_inactive_file"),
        TWO("0::(.*)", "cgroup2 .*", "memory.max", "memory.current", "inactive_file");

        private final Pattern membership;
        /** In mountinfo: which part of the hierarchy is mounted, and where. */
        private final Pattern mount;

        private final String limit;
        private final String usage;
        private final Pattern givenBack;

        Version(String membership, String fileSystem, String limit, String usage, String givenBack) {
            this.membership = Pattern.compile("(?m)^" + membership + "$");
            this.mount = Pattern.compile("(?m)^\\d+ \\d+ \\S+ (\\S+) (\\S+) .*- " + fileSystem + "$");
            this.limit = limit;
            this.usage = usage;
            this.givenBack = Pattern.compile("(?m)^" + givenBack + " (\\d+)$");
        }

        /** In this process's group, and in each of those that it is in, as far as they are to be seen. */
        LongStream available(Path self) {
            Matcher group = membership.matcher(read(self.resolve("cgroup")));
            Matcher mounted = mount.matcher(read(self.resolve("mountinfo")));
            if (!group.find() || !mounted.find()) {
                return LongStream.empty();
            }
            Path root = Path.of(mounted.group(1));
            Path own = Path.of(group.group(1));
            Path top = Path.of(mounted.group(2));
            Path bottom = own.startsWith(root) && own.equals(own.normalize()) ? top.resolve(root.relativize(own)) : top;
            return Stream.iterate(bottom, at -> at.startsWith(top), Path::getParent)
                    .flatMapToLong(at -> availableIn(at).stream());
        }

        private OptionalLong availableIn(Path group) {
            List<OptionalLong> found = Stream.of(limit, usage)
                    .map(name -> number(NUMBER, read(group.resolve(name))))
                    .toList();
            if (found.stream().anyMatch(OptionalLong::isEmpty)) {
                return OptionalLong.empty(); // "max", or the outermost group
            }
            long files = number(givenBack, read(group.resolve("memory.stat"))).orElse(0);
            long left = found.get(0).getAsLong() - found.get(1).getAsLong() + files;
            return OptionalLong.of(Math.max(0, left));
        }
    }

    private static OptionalLong number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return ""; // not there
        }
    }
}
