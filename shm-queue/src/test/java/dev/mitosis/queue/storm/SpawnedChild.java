package dev.mitosis.queue.storm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A JVM of its own. */
final class SpawnedChild extends StormChild {
    private static final int SIGNALLED = 128;

    private final Process process;

    private SpawnedChild(Process process) {
        this.process = process;
    }

    static StormChild prepare(StormPlayer player, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--"))
                .toList());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-XX:-UsePerfData", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(SpawnedChild.class.getName());
        command.add(player.name());
        command.addAll(arguments);
        return new SpawnedChild(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Arguments: the player's name, and its arguments. */
    public static void main(String[] arguments) throws Exception {
        awaitTurn();
        List<String> all = List.of(arguments);
        StormPlayer.valueOf(all.get(0)).play(all.subList(1, all.size()));
    }

    /** When its parent dies, it ends, now or later. */
    private static void awaitTurn() {
        endWithParent();
        Thread watch = new Thread(SpawnedChild::endWithParent, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void endWithParent() {
        try {
            if (System.in.read() < 0) {
                Runtime.getRuntime().halt(1);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    int pid() {
        return (int) process.pid();
    }

    @Override
    void letGo() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    @Override
    void sendKill() {
        process.destroyForcibly();
    }

    @Override
    Optional<ExitStatus> status() {
        if (process.isAlive()) {
            return Optional.empty();
        }
        int code = process.exitValue();
        return Optional.of(
                code == SIGNALLED + Signal.SIGKILL.number()
                        ? ExitStatus.killedBy(Signal.SIGKILL)
                        : ExitStatus.exited(code));
    }

    @Override
    String output() throws IOException {
        return new String(
                isAlive()
                        ? process.getInputStream()
                                .readNBytes(process.getInputStream().available())
                        : process.getInputStream().readAllBytes(),
                UTF_8);
    }
}
