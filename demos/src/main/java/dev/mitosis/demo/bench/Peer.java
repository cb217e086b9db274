package dev.mitosis.demo.bench;

import dev.mitosis.demo.bench.process.ContenderMain;
import dev.mitosis.ipc.JvmCommand;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Others, which are fetched or compiled only when they are asked for. */
enum Peer {
    /** Agrona's ring buffers. */
    AGRONA("spsc", null, List.of("mpsc")) {
        @Override
        List<String> prepare(PeerBuild build) throws BenchException, InterruptedException {
            return java(build, "AgronaTransport", AGRONA_FLAGS);
        }
    },
    /** Aeron IPC. */
    AERON("spsc", null, List.of("mpsc", "broadcast")) {
        @Override
        List<String> prepare(PeerBuild build) throws BenchException, InterruptedException {
            return java(build, "AeronTransport", AGRONA_FLAGS, AERON_FLAGS);
        }
    },
    /** Chronicle Queue. */
    CHRONICLE_QUEUE("spsc", null, List.of("mpsc", "broadcast")) {
        @Override
        List<String> prepare(PeerBuild build) throws BenchException, InterruptedException {
            return java(build, "ChronicleTransport", AGRONA_FLAGS, CHRONICLE_FLAGS);
        }
    },
    /** A ring in C that does the same work, and Vyukov's bounded queue for many producers and consumers. */
    C("ring", "ring-batched", List.of("mpmc")) {
        @Override
        List<String> prepare(PeerBuild build) throws BenchException, InterruptedException {
            return List.of(build.compiledPeers());
        }

        @Override
        Optional<String> plain() {
            return Optional.of("ring-plain");
        }

        @Override
        Optional<String> asleep() {
            return Optional.of("futex");
        }

        @Override
        Optional<List<String>> synchronises() {
            return Optional.of(command());
        }
    },
    /** Python's own fork, of a process with as much memory; and its multiprocessing. */
    PYTHON(null, null, List.of()) {
        @Override
        List<String> prepare(PeerBuild build) throws BenchException {
            return build.pythonPeer("fork.py");
        }

        @Override
        Optional<List<String>> synchronises() {
            return Optional.of(script("sync.py"));
        }

        @Override
        boolean hasChildren() {
            return true;
        }

        @Override
        boolean forks() {
            return true;
        }

        @Override
        Optional<List<String>> starting() {
            return Optional.of(script("start.py"));
        }

        @Override
        Optional<List<String>> talking() {
            return Optional.of(script("connection.py"));
        }

        private List<String> script(String name) {
            return command().stream().map(word -> word.replace("fork.py", name)).toList();
        }
    };

    private static final String ALL = "all";

    /** Those that the makers measure with; what all of our JVMs get is not repeated. */
    private static final List<String> AGRONA_FLAGS =
            List.of("--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "-Dagrona.disable.bounds.checks=true");

    private static final List<String> AERON_FLAGS =
            List.of("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED", "-Daeron.disable.bounds.checks=true");

    private static final List<String> CHRONICLE_FLAGS = List.of(
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=jdk.unsupported/sun.misc=ALL-UNNAMED",
            "--add-exports=jdk.compiler/com.sun.tools.javac.file=ALL-UNNAMED",
            "--add-opens=jdk.compiler/com.sun.tools.javac=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true",
            "-Dchronicle.announcer.disable=true",
            "-Dchronicle.disk.monitor.disable=true",
            "-Djvm.resource.tracing=false",
            "-Ddisable.single.threaded.check=true",
            "-Ddisable.thread.safety=true",
            "-Djvm.safepoint.enabled=false");

    private final String single;
    private final String batched;
    private final List<String> topologies;
    private List<String> command = List.of();

    Peer(String single, String batched, List<String> topologies) {
        this.single = single;
        this.batched = batched;
        this.topologies = topologies;
    }

    /**
     * The peers of a list like {@code agrona,c}, or {@code all}, ready to run.
     *
     * @throws BenchException when one cannot be had here
     */
    static List<Peer> ready(List<String> names) throws BenchException, InterruptedException {
        List<Peer> peers = Arrays.stream(values())
                .filter(peer -> names.contains(peer.title()) || names.contains(ALL))
                .toList();
        PeerBuild build = new PeerBuild();
        for (Peer peer : peers) {
            peer.command = peer.prepare(build);
        }
        return peers;
    }

    static List<String> names() {
        return Stream.concat(Arrays.stream(values()).map(Peer::title), Stream.of(ALL))
                .toList();
    }

    /** Fetches or compiles what is missing; the command line of its program. */
    abstract List<String> prepare(PeerBuild build) throws BenchException, InterruptedException;

    @SafeVarargs
    private static List<String> java(PeerBuild build, String transport, List<String>... flags)
            throws BenchException, InterruptedException {
        JvmCommand command = JvmCommand.likeThisOne().withFlags(Contenders.JVM_FLAGS);
        for (List<String> more : flags) {
            command = command.withFlags(more);
        }
        return command.withClassPath(build.javaPeers())
                .commandLine(ContenderMain.class, List.of("dev.mitosis.peers." + transport));
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<String> command() {
        return command;
    }

    /** What its program calls one message at a time; empty when it carries none. */
    Optional<String> single() {
        return Optional.ofNullable(single);
    }

    /** The same, with a consumer that never lets messages gather; empty when its program has no such one. */
    Optional<String> plain() {
        return Optional.empty();
    }

    /** Of those with many producers or consumers, which its program has, by these names. */
    List<String> topologies() {
        return topologies;
    }

    /** What its program calls a round trip of processes that sleep meanwhile; empty when it has none. */
    Optional<String> asleep() {
        return Optional.empty();
    }

    /** Whether its program forks. */
    boolean forks() {
        return false;
    }

    /** The command line of its program that starts processes; empty when it has none. */
    Optional<List<String>> starting() {
        return Optional.empty();
    }

    /** The command line of its program that has a connection between a process and its child; empty when it has none. */
    Optional<List<String>> talking() {
        return Optional.empty();
    }

    /** The program that measures locks and the like; empty when it has none. */
    Optional<List<String>> synchronises() {
        return Optional.empty();
    }

    /** Whether that program starts the other process itself. */
    boolean hasChildren() {
        return false;
    }

    /** What its program calls many at a time; empty when it cannot do that. */
    Optional<String> batched() {
        return Optional.ofNullable(batched);
    }
}
