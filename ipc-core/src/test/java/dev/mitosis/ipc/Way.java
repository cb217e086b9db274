package dev.mitosis.ipc;

import dev.mitosis.platform.Capability;
import dev.mitosis.platform.Platform;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.Launcher;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a test's children are started, and what the machine that they and their parent see lacks. */
public enum Way {
    FORK(StartMethod.FORK),
    FORKSERVER(StartMethod.FORKSERVER),
    SPAWN(StartMethod.SPAWN),
    /** As on Windows. */
    SPAWN_WITHOUT_POSIX(StartMethod.SPAWN, "-D" + Platform.FALLBACK_PROPERTY + "=true"),
    /** As on macOS. */
    SPAWN_WITHOUT_LINUX(StartMethod.SPAWN, without(EnumSet.complementOf(EnumSet.of(Capability.FORK, Capability.MMAP)))),
    /** As in a container that allows less than others: memory has names, and waits for many look every so often. */
    FORK_WITHOUT_MEMFD(StartMethod.FORK, without(EnumSet.of(Capability.MEMFD, Capability.FUTEX_WAITV)));

    private final StartMethod method;
    private final List<String> flags;

    Way(StartMethod method, String... flags) {
        this.method = method;
        this.flags = List.of(flags);
    }

    private static String without(EnumSet<Capability> missing) {
        return "-D" + Capability.WITHOUT_PROPERTY + "="
                + missing.stream().map(Capability::name).collect(Collectors.joining(","));
    }

    /** Those that this machine has. */
    public static Stream<Way> all() {
        return Arrays.stream(values()).filter(way -> way.method.missingBecause().isEmpty());
    }

    /** Those of a machine that lacks nothing. */
    public static Stream<Way> unforced() {
        return all().filter(way -> way.flags.isEmpty());
    }

    /** The same, and the one that works everywhere: for what takes a JVM for each test. */
    public static Stream<Way> unforcedAndFallback() {
        return all().filter(way -> way.flags.isEmpty() || way == SPAWN_WITHOUT_POSIX);
    }

    public StartMethod method() {
        return method;
    }

    /** Runs a program to its end, in a small JVM that sees such a machine. */
    public ChildJvm.Ended run(Class<?> main, Object... arguments) {
        return ChildJvm.run(main, flags, arguments);
    }

    /** Starts one. */
    public ChildJvm start(Class<?> main, Object... arguments) {
        return start(Launcher.PLAIN, main, arguments);
    }

    ChildJvm start(Launcher launcher, Class<?> main, Object... arguments) {
        return ChildJvm.start(launcher, main, flags, arguments);
    }
}
