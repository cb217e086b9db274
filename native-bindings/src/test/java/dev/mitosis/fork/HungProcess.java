package dev.mitosis.fork;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What can be found out about a JVM that does not end: its threads as the kernel sees them, and as it does itself. */
final class HungProcess {
    private static final int DUMP_SECONDS = 10;

    private HungProcess() {}

    static void describe(long pid, PrintStream to) {
        to.println("hung, pid=" + pid);
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
            for (Path task : tasks) {
                to.println(task.getFileName() + " " + text(task, "comm") + " wchan=" + text(task, "wchan") + " syscall="
                        + text(task, "syscall") + " " + state(task));
            }
            dump(pid, to);
        } catch (IOException e) {
            to.println("it cannot be looked at: " + e);
        }
    }

    private static String state(Path task) {
        return text(task, "status")
                .lines()
                .filter(line -> line.startsWith("State:") || line.startsWith("SigBlk:") || line.startsWith("SigPnd:"))
                .reduce("", (all, line) -> all + " " + line.replace('\t', ' '));
    }

    /** An entry of /proc; what it says is missing when its thread has just ended. */
    private static String text(Path task, String entry) {
        try {
            return new String(Files.readAllBytes(task.resolve(entry)), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "?";
        }
    }

    private static void dump(long pid, PrintStream to) throws IOException {
        Path output = Files.createTempFile("mitosis-hung-", ".txt");
        List<String> command = List.of(Jdk.tool("jcmd"), Long.toString(pid), "Thread.print", "-l");
        Process jcmd = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            jcmd.waitFor(DUMP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        jcmd.destroyForcibly();
        Files.readAllLines(output).forEach(to::println);
        Files.delete(output);
    }
}
