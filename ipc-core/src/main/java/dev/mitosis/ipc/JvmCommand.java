package dev.mitosis.ipc;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command that starts a JVM. Immutable: each method returns a new one. */
public final class JvmCommand {
    private static final String[] NOT_INHERITED = {
        "-agentlib:", "-javaagent:", "-XX:ArchiveClassesAtExit", "-Xrun", "-D" + SpawnedMain.PARENT_PROPERTY
    };

    private final List<String> flags;
    private final String classPath;

    private JvmCommand(List<String> flags, String classPath) {
        this.flags = List.copyOf(flags);
        this.classPath = classPath;
    }

    /** A JVM with this one's executable, flags, system properties given as flags, and class path; without its agents. */
    public static JvmCommand likeThisOne() {
        return new JvmCommand(
                        ManagementFactory.getRuntimeMXBean().getInputArguments(), System.getProperty("java.class.path"))
                .withoutFlags(NOT_INHERITED);
    }

    /** A JVM with this one's executable and class path, and no flags. */
    public static JvmCommand withClassPathOfThisOne() {
        return new JvmCommand(List.of(), System.getProperty("java.class.path"));
    }

    /** With more flags, after those that it has. */
    public JvmCommand withFlags(List<String> more) {
        List<String> all = new ArrayList<>(flags);
        all.addAll(more);
        return new JvmCommand(all, classPath);
    }

    /** Without those of its flags that begin with one of these. */
    public JvmCommand withoutFlags(String... beginnings) {
        return new JvmCommand(
                flags.stream()
                        .filter(flag -> Stream.of(beginnings).noneMatch(flag::startsWith))
                        .toList(),
                classPath);
    }

    /** With more jars or directories, after those that it has. */
    public JvmCommand withClassPath(String more) {
        return new JvmCommand(flags, classPath + File.pathSeparator + more);
    }

    List<String> flags() {
        return flags;
    }

    String classPath() {
        return classPath;
    }

    /** The whole command line that runs this main class. */
    public List<String> commandLine(Class<?> main, List<String> arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(flags);
        line.add("-cp");
        line.add(classPath);
        line.add(main.getName());
        line.addAll(arguments);
        return line;
    }

    /** The same, ready to be started. */
    public ProcessBuilder running(Class<?> main, List<String> arguments) {
        return new ProcessBuilder(commandLine(main, arguments));
    }
}
