package dev.mitosis.queue.storm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the storm. It is started ahead of time and waits for its turn, since starting takes longer than living. */
final class StormChild {
    private static final int KILLED = 128 + 9;

    private final Process process;

    private StormChild(Process process) {
        this.process = process;
    }

    static StormChild prepare(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--"))
                .toList());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx64m", "-XX:-UsePerfData", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(arguments);
        return new StormChild(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** In the child: waits until it is let go. When its parent dies, it ends, now or later. */
    static void awaitTurn() {
        endWithParent();
        Thread watch = new Thread(StormChild::endWithParent, "parent-watch");
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

    void letGo() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Kills it, and reaps it. */
    void kill() throws IOException, InterruptedException {
        int code = process.destroyForcibly().waitFor();
        if (code != KILLED) {
            throw new AssertionError("it had ended by itself, code=" + code + ": " + output());
        }
    }

    /** Waits until it ends by itself. */
    void join(long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("it hangs, pid=" + process.pid() + ": " + dump());
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("it failed, code=" + process.exitValue() + ": " + output());
        }
    }

    /** Ends it, whatever it does; for cleaning up. */
    void end() {
        process.destroyForcibly();
    }

    /** What its threads do now. */
    String dump() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-QUIT", Long.toString(process.pid()))
                .start()
                .waitFor();
        process.waitFor(1, TimeUnit.SECONDS);
        return new String(
                process.getInputStream().readNBytes(process.getInputStream().available()), UTF_8);
    }

    private String output() throws IOException {
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
