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
    /** Agrona's ring buffers, with the flags that its makers measure with. */
    AGRONA("agrona", null, List.of("mpsc")) {
        @Override
        List<String> prepare(PeerBuild build) throws BenchException, InterruptedException {
            return JvmCommand.likeThisOne()
                    .withFlags(Contenders.JVM_FLAGS)
                    .withFlags(List.of(
                            "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                            "-Dagrona.disable.bounds.checks=true"))
                    .withClassPath(build.javaPeers())
                    .commandLine(ContenderMain.class, List.of("dev.mitosis.peers.AgronaTransport"));
        }
    },
    /** A ring in C with fixed slots and cached indices, and Vyukov's bounded queue for many producers and consumers. */
    C("ring", "ring-batched", List.of("mpmc")) {
        @Override
        List<String> prepare(PeerBuild build) throws BenchException, InterruptedException {
            return List.of(build.compiledPeers());
        }
    },
    /** Python's own fork, of a process with as much memory. */
    PYTHON(null, null, List.of()) {
        @Override
        List<String> prepare(PeerBuild build) throws BenchException {
            return build.pythonPeer("fork.py");
        }

        @Override
        boolean forks() {
            return true;
        }
    };

    private static final String ALL = "all";

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

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<String> command() {
        return command;
    }

    /** What its program calls one message at a time; empty when it carries none. */
    Optional<String> single() {
        return Optional.ofNullable(single);
    }

    /** Of those with many producers or consumers, which its program has, by these names. */
    List<String> topologies() {
        return topologies;
    }

    /** Whether its program forks. */
    boolean forks() {
        return false;
    }

    /** What its program calls many at a time; empty when it cannot do that. */
    Optional<String> batched() {
        return Optional.ofNullable(batched);
    }
}
