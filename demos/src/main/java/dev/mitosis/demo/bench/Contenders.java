package dev.mitosis.demo.bench;

import dev.mitosis.demo.bench.process.ChannelTransport;
import dev.mitosis.demo.bench.process.Contender;
import dev.mitosis.demo.bench.process.ContenderMain;
import dev.mitosis.demo.bench.process.Forking;
import dev.mitosis.demo.bench.process.MitosisTransport;
import dev.mitosis.demo.bench.process.RawTransport;
import dev.mitosis.demo.bench.process.Role;
import dev.mitosis.demo.bench.process.Starting;
import dev.mitosis.demo.bench.process.Syncing;
import dev.mitosis.demo.bench.process.Talking;
import dev.mitosis.ipc.JvmCommand;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.platform.Capability;
import dev.mitosis.platform.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Who takes part: our queue, the JDK's own ways, the floor, and the peers that were asked for. */
final class Contenders {
    /** The same for every JVM: no collection and no page fault during a measurement. */
    static final List<String> JVM_FLAGS =
            List.of("-XX:+UseSerialGC", "-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-XX:-UsePerfData");

    /** What makes a JVM quick to fork, as the launcher has it for the commands that fork most. */
    private static final List<String> FORKING_FLAGS = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:CICompilerCount=1",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:ArchiveRelocationMode=0",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=exclude,jnr.x86asm.Assembler::_emitX86");

    /** The same, of JDKs that have a thread for sweeping compiled code, and let it be left out. */
    private static final List<String> WITHOUT_SWEEPER =
            Runtime.version().feature() < 20 ? List.of("-XX:-MethodFlushing") : List.of();

    /** And of those that do so with a thread for the notifications of management. */
    private static final List<String> WITHOUT_NOTIFICATION_THREAD =
            Runtime.version().feature() < 23 ? List.of("-XX:-UseNotificationThread") : List.of();

    private static final int LATENCY_SIZE = 32;
    /** Of the JVM that starts others, in megabytes. */
    private static final int STARTING_HEAP = 16;

    /** Of messages with many producers or consumers. */
    private static final int CROWD_SIZE = 64;

    private static final List<Integer> FIRST_CPU_SENDS = List.of(1, 0);
    private static final List<Integer> FIRST_CPU_PINGS = List.of(0, 1);
    private static final List<Integer> ONE_CPU = List.of(0, 0);
    private static final String BATCHED = " batched";

    private final List<Peer> peers;

    Contenders(List<Peer> peers) {
        this.peers = List.copyOf(peers);
    }

    List<Case> throughput(int size) {
        List<Case> cases = new ArrayList<>();
        String single = "spsc " + size + "B";
        cases.add(oneWay("mitosis", single, jvm(MitosisTransport.class), "spsc", size));
        cases.add(oneWay("mitosis", single + BATCHED, jvm(MitosisTransport.class), "spsc" + BATCHED, size));
        for (String channel : channels()) {
            cases.add(oneWay(channel, single, jvm(ChannelTransport.class), channel, size));
            cases.add(oneWay(channel, single + BATCHED, jvm(ChannelTransport.class), channel + BATCHED, size));
        }
        for (Peer peer : peers) {
            peer.single().ifPresent(variant -> cases.add(oneWay(peer.title(), single, peer.command(), variant, size)));
            peer.plain()
                    .ifPresent(variant ->
                            cases.add(oneWay(peer.title() + "-plain", single, peer.command(), variant, size)));
            peer.batched()
                    .ifPresent(variant ->
                            cases.add(oneWay(peer.title(), single + BATCHED, peer.command(), variant, size)));
        }
        if (size == CROWD_SIZE) {
            addCrowd(cases, "mpsc", "2x1", Case.TWO_TO_ONE);
            addCrowd(cases, "mpmc", "1x2", Case.ONE_TO_TWO);
            addCrowd(cases, "mpmc", "2x2", Case.TWO_TO_TWO);
            addCrowd(cases, "broadcast", "1x2", Case.ONE_TO_TWO);
        }
        return cases;
    }

    /** More processes than this machine may have CPUs, so none is confined to one. */
    private void addCrowd(List<Case> cases, String topology, String ends, List<Role> roles) {
        String params = topology + " " + ends + " " + CROWD_SIZE + "B";
        cases.add(new Case("mitosis", params, jvm(MitosisTransport.class), topology, CROWD_SIZE, roles, List.of()));
        for (Peer peer : peers) {
            if (peer.topologies().contains(topology)) {
                cases.add(new Case(peer.title(), params, peer.command(), topology, CROWD_SIZE, roles, List.of()));
            }
        }
    }

    List<Case> latency() {
        List<Case> cases = new ArrayList<>();
        String spinning = "spinning " + LATENCY_SIZE + "B";
        cases.add(roundTrip("mitosis", spinning, jvm(MitosisTransport.class), "spsc", FIRST_CPU_PINGS));
        cases.add(roundTrip("raw", spinning, jvm(RawTransport.class), "raw", FIRST_CPU_PINGS));
        for (Peer peer : peers) {
            peer.single()
                    .ifPresent(variant ->
                            cases.add(roundTrip(peer.title(), spinning, peer.command(), variant, FIRST_CPU_PINGS)));
        }
        addAsleep(cases, "asleep one-core " + LATENCY_SIZE + "B", ONE_CPU);
        addAsleep(cases, "asleep two-core " + LATENCY_SIZE + "B", FIRST_CPU_PINGS);
        return cases;
    }

    /**
     * @param heaps in megabytes
     * @param stalled the same, for the pauses of threads that write the heap
     * @param hugePages whether to measure with transparent huge pages too
     */
    List<Case> fork(List<Integer> heaps, List<Integer> stalled, boolean hugePages) {
        List<Case> cases = new ArrayList<>();
        for (String what : List.of("fork", "start+join")) {
            for (int heap : heaps) {
                addForks(cases, what, heap, List.of(), "");
                if (what.equals("start+join")) {
                    cases.add(forking("new-jvm", what, heap, forkingJvm(Forking.class, heap, List.of()), ""));
                }
                peers.stream()
                        .filter(Peer::forks)
                        .forEach(peer -> cases.add(forking(peer.title(), what, heap, peer.command(), "")));
                if (hugePages) {
                    addForks(cases, what, heap, List.of("-XX:+UseTransparentHugePages"), " huge-pages");
                }
            }
            addForks(cases, what, heaps.get(0), List.of(), " 500 " + Forking.THREADS);
        }
        for (int heap : stalled) {
            addForks(cases, "stall", heap, List.of(), "");
        }
        return cases;
    }

    List<Case> start() {
        List<Case> cases = new ArrayList<>();
        // As in a program that was not told of archives: spawned children then make their own.
        List<String> command = forkingJvm(Starting.class, STARTING_HEAP, List.of()).stream()
                .filter(flag -> !flag.startsWith("-XX:SharedArchiveFile"))
                .toList();
        for (StartMethod method : StartMethod.values()) {
            String params = method.name().toLowerCase(Locale.ROOT);
            if (method.missingBecause().isEmpty()) {
                cases.add(starting("mitosis", params, command));
            }
            if (method != StartMethod.SPAWN && Capability.FORK.isAvailable() && Capability.PIDFD.isAvailable()) {
                cases.add(starting("raw", params, command));
            }
            cases.add(starting("new-jvm", params, command));
            peers.stream()
                    .flatMap(peer -> peer.starting().stream().map(program -> starting(peer.title(), params, program)))
                    .forEach(cases::add);
        }
        return cases;
    }

    private static Case starting(String contender, String params, List<String> command) {
        return new Case(
                contender, params, command, contender + " " + params, STARTING_HEAP << 20, Case.FORKS, List.of());
    }

    List<Case> sync() {
        List<Case> cases = new ArrayList<>();
        addLocks(cases, "lock uncontended", "lock", Case.ALONE, List.of(0));
        addLocks(cases, "lock contended", "lock-contended", Case.RIVALS, FIRST_CPU_PINGS);
        for (String what : List.of("event", "condition", "semaphore", "barrier")) {
            cases.add(roundTrip("mitosis", what, jvm(Syncing.class), what, FIRST_CPU_PINGS));
            for (Peer peer : peers) {
                peer.synchronises()
                        .ifPresent(command -> cases.add(
                                peer.hasChildren()
                                        ? alone(peer.title(), what, command, what)
                                        : roundTrip(peer.title(), what, command, what, FIRST_CPU_PINGS)));
            }
        }
        return cases;
    }

    /** What makes its own children is told by the variant what they do. */
    private void addLocks(List<Case> cases, String params, String own, List<Role> roles, List<Integer> cpus) {
        cases.add(new Case("mitosis", params, jvm(Syncing.class), "lock", LATENCY_SIZE, roles, cpus));
        for (Peer peer : peers) {
            peer.synchronises()
                    .ifPresent(command -> cases.add(
                            peer.hasChildren()
                                    ? alone(peer.title(), params, command, own)
                                    : new Case(peer.title(), params, command, "lock", LATENCY_SIZE, roles, cpus)));
        }
    }

    private static Case alone(String contender, String params, List<String> command, String variant) {
        return new Case(contender, params, command, variant, LATENCY_SIZE, Case.ALONE, List.of());
    }

    private static void addForks(List<Case> cases, String what, int heap, List<String> flags, String suffix) {
        if (StartMethod.FORK.missingBecause().isEmpty()) {
            cases.add(forking("mitosis", what, heap, forkingJvm(Forking.class, heap, flags), suffix));
        }
        if (Capability.FORK.isAvailable() && Capability.PIDFD.isAvailable()) {
            cases.add(forking("raw", what, heap, forkingJvm(Forking.class, heap, flags), suffix));
        }
    }

    private static Case forking(String contender, String what, int heap, List<String> command, String suffix) {
        String params = what + " " + heap + "MB" + suffix;
        return new Case(contender, params, command, contender + " " + what + suffix, heap << 20, Case.FORKS, List.of());
    }

    /** All of its heap is there from the beginning, and nearly all of it can be filled with what lives on. */
    private static List<String> forkingJvm(Class<? extends Contender> contender, int heap, List<String> flags) {
        return JvmCommand.likeThisOne()
                .withFlags(JVM_FLAGS)
                .withFlags(FORKING_FLAGS)
                .withFlags(WITHOUT_SWEEPER)
                .withFlags(WITHOUT_NOTIFICATION_THREAD)
                .withFlags(List.of("-Xms" + heap + "m", "-Xmx" + heap + "m", "-Xmn4m"))
                .withFlags(flags)
                .commandLine(ContenderMain.class, List.of(contender.getName()));
    }

    List<Case> connection() {
        List<Case> cases = new ArrayList<>();
        addTalks(cases, "objects 64B", "objects", Talking.RECORD_BYTES);
        addTalks(cases, "bytes 1MB", "bytes", 1 << 20);
        cases.add(talk("raw", "bytes 1MB", jvm(Talking.class), "raw bytes", 1 << 20));
        return cases;
    }

    private void addTalks(List<Case> cases, String params, String variant, int size) {
        cases.add(talk("mitosis", params, jvm(Talking.class), "mitosis " + variant, size));
        peers.stream()
                .filter(peer -> peer.talking().isPresent())
                .forEach(peer -> cases.add(
                        talk(peer.title(), params, peer.talking().get(), peer.title() + " " + variant, size)));
    }

    private static Case talk(String contender, String params, List<String> command, String variant, int size) {
        return new Case(contender, params, command, variant, size, Case.FORKS, List.of());
    }

    private void addAsleep(List<Case> cases, String params, List<Integer> cpus) {
        cases.add(roundTrip("mitosis", params, jvm(MitosisTransport.class), "spsc blocking", cpus));
        for (String channel : channels()) {
            cases.add(roundTrip(channel, params, jvm(ChannelTransport.class), channel, cpus));
        }
        for (Peer peer : peers) {
            peer.asleep()
                    .ifPresent(variant -> cases.add(roundTrip(peer.title(), params, peer.command(), variant, cpus)));
        }
    }

    /** Pipes with a name need POSIX. */
    private static List<String> channels() {
        return Platform.current().isPosix() ? List.of("pipe", "unix-socket", "tcp") : List.of("unix-socket", "tcp");
    }

    private static Case oneWay(String contender, String params, List<String> command, String variant, int size) {
        return new Case(contender, params, command, variant, size, Case.ONE_WAY, FIRST_CPU_SENDS);
    }

    private static Case roundTrip(
            String contender, String params, List<String> command, String variant, List<Integer> cpus) {
        return new Case(contender, params, command, variant, LATENCY_SIZE, Case.ROUND_TRIP, cpus);
    }

    private static List<String> jvm(Class<? extends Contender> contender) {
        return JvmCommand.likeThisOne()
                .withFlags(JVM_FLAGS)
                .commandLine(ContenderMain.class, List.of(contender.getName()));
    }
}
