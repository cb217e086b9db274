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
 * container's does. Memory that the kernel would give back, such as clean pages of files, counts as available. Looked up anew by each call, in /proc and
 * /sys/fs/cgroup (cgroups(7), versions 1 and 2); thread-safe.
 */
public final class AvailableMemory {
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s*(\\d+) kB");
    private static final Pattern INACTIVE_FILES = Pattern.compile("(?m)^(?:total_)?inactive_file (\\d+)$");
    private static final int KIBIBYTE = 1024;

    private AvailableMemory() {}

    /** In bytes; empty where it is not known. */
    public static OptionalLong bytes() {
        LongStream groups = Stream.of(Version.values()).flatMapToLong(Version::available);
        return LongStream.concat(machine().stream(), groups).min();
    }

    private static OptionalLong machine() {
        OptionalLong kibibytes = number(AVAILABLE, read(Path.of("/proc/meminfo")));
        return kibibytes.isPresent() ? OptionalLong.of(kibibytes.getAsLong() * KIBIBYTE) : kibibytes;
    }

    private enum Version {
        ONE("\\d+:(?:.*,)?memory(?:,.*)?:(.*)", "memory", "memory.limit_in_bytes", "memory.usage_in_bytes"),
        TWO("0::(.*)", "", "memory.max", "memory.current");

        private final Pattern membership;
        private final Path mount;
        private final String limit;
        private final String usage;

        Version(String membership, String mount, String limit, String usage) {
            this.membership = Pattern.compile("(?m)^" + membership + "$");
            this.mount = Path.of("/sys/fs/cgroup", mount);
            this.limit = limit;
            this.usage = usage;
        }

        /** In this process's group, and in each of those that it is in. */
        LongStream available() {
            Matcher group = membership.matcher(read(Path.of("/proc/self/cgroup")));
            if (!group.find()) {
                return LongStream.empty();
            }
            Path relative = Path.of("/").relativize(Path.of(group.group(1)).normalize());
            return Stream.iterate(mount.resolve(relative), at -> at.startsWith(mount), Path::getParent)
                    .flatMapToLong(at -> availableIn(at).stream());
        }

        private OptionalLong availableIn(Path group) {
            List<OptionalLong> found = Stream.of(limit, usage)
                    .map(name -> number(Pattern.compile("(\\d+)\\s*"), read(group.resolve(name))))
                    .toList();
            if (found.stream().anyMatch(OptionalLong::isEmpty)) {
                return OptionalLong.empty(); // "max", or no such group, as seen from within a container
            }
            long givenBack =
                    number(INACTIVE_FILES, read(group.resolve("memory.stat"))).orElse(0);
            long left = found.get(0).getAsLong() - found.get(1).getAsLong() + givenBack;
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
