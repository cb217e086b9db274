package dev.mitosis.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A new JVM with this one's class path and access flags, and little memory. It is killed on close, so that a failed test
 * leaves none behind. Its standard error is this JVM's, unless asked for with its output.
 */
public final class ChildJvm implements AutoCloseable {
    private static final List<String> SMALL = List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:-UsePerfData");

    private final Process process;
    private final BufferedReader output;
    private final PrintStream input;

    private ChildJvm(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** What a JVM that has ended leaves: its exit value as the JDK has it, and its standard output and error together. */
    public record Ended(int exitValue, String output) {}

    public static ChildJvm start(Class<?> main, List<String> flags, Object... arguments) {
        return start(Launcher.PLAIN, main, flags, arguments);
    }

    public static ChildJvm start(Launcher launcher, Class<?> main, List<String> flags, Object... arguments) {
        return new ChildJvm(launch(command(launcher, main, flags, arguments).redirectError(Redirect.INHERIT)));
    }

    /** Runs a program to its end. */
    public static Ended run(Class<?> main, List<String> flags, Object... arguments) {
        return run(Launcher.PLAIN, main, flags, arguments);
    }

    public static Ended run(Launcher launcher, Class<?> main, List<String> flags, Object... arguments) {
        try (ChildJvm child =
                new ChildJvm(launch(command(launcher, main, flags, arguments).redirectErrorStream(true)))) {
            String output = child.rest();
            return new Ended(child.awaitEnd(), output);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** The next line of its output; null at the end. */
    public String readLine() {
        try {
            return output.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void writeLine(String line) {
        input.println(line);
    }

    /** Its exit value, once it has ended by itself. */
    public int awaitEnd() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the child JVM did not end, pid=" + pid());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the child JVM ran, pid=" + pid(), e);
        }
        return process.exitValue();
    }

    /** Kills it, if it still runs, and waits until it is reaped. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    @Override
    public void close() {
        kill();
    }

    private String rest() {
        StringBuilder text = new StringBuilder();
        for (String line = readLine(); line != null; line = readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    private static ProcessBuilder command(Launcher launcher, Class<?> main, List<String> flags, Object... arguments) {
        List<String> command = new ArrayList<>(launcher.command());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--"))
                .forEach(command::add);
        command.addAll(flags);
        command.addAll(List.of("-cp", launcher.classPath(), main.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command);
    }

    private static Process launch(ProcessBuilder command) {
        try {
            return command.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
