package dev.mitosis.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tools that attach to a JVM find the child and the parent, each for itself, whether they had been there before or not. */
class LiveForkAttachTest {
    private static final int TOOL_SECONDS = 20;

    private ChildJvm parent;

    @BeforeEach
    void start() {
        parent = ChildJvm.start(Forks.class, List.of("-XX:+UsePerfData"));
    }

    @AfterEach
    void end() {
        parent.close();
    }

    @Test
    void toolsReachBothAndTheChildsEndLeavesTheParentsFiles() throws Exception {
        assertNamed("parent", parent.pid());
        Path socket = Path.of("/tmp/.java_pid" + parent.pid());
        Path counters = Path.of("/tmp/hsperfdata_" + System.getProperty("user.name"), Long.toString(parent.pid()));
        assertTrue(Files.exists(socket) && Files.exists(counters), socket + ", " + counters);
        long child = fork();
        assertNamed("child", child);
        assertNamed("parent", parent.pid());
        endChild();
        assertTrue(Files.exists(socket), () -> socket + " is gone");
        assertTrue(Files.exists(counters), () -> counters + " is gone");
        assertFalse(Files.exists(Path.of("/tmp/.java_pid" + child)), "the child's socket is left");
        assertNamed("parent", parent.pid());
    }

    @Test
    void toolsReachBothWhenTheyComeOnlyAfterTheFork() throws Exception {
        long child = fork();
        assertNamed("child", child);
        assertNamed("parent", parent.pid());
        endChild();
        assertNamed("parent", parent.pid());
    }

    private long fork() {
        parent.writeLine("fork");
        return Long.parseLong(parent.readLine());
    }

    private void endChild() {
        parent.writeLine("end");
        assertEquals("exited with code 0", parent.readLine());
    }

    /** The program sets a system property which says who it is. */
    private static void assertNamed(String who, long pid) throws IOException, InterruptedException {
        Path output = Files.createTempFile("mitosis-test-", ".txt");
        try {
            Process jcmd = new ProcessBuilder(Jdk.tool("jcmd"), Long.toString(pid), "VM.system_properties")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = jcmd.waitFor(TOOL_SECONDS, TimeUnit.SECONDS);
            jcmd.destroyForcibly();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            assertTrue(ended, "jcmd did not end: " + text);
            assertTrue(text.contains("who=" + who), who + " did not answer: " + text);
        } finally {
            Files.delete(output);
        }
    }

    /** Forks and ends children as its standard input says. */
    static final class Forks {
        public static void main(String[] args) throws Exception {
            System.setProperty("who", "parent");
            awaitInput('f');
            Path end = Files.createTempFile("mitosis-test-", ".end");
            ForkReport report = LiveFork.fork(ForkOptions.DEFAULT);
            if (report.isChild()) {
                System.setProperty("who", "child");
                while (Files.exists(end)) {
                    Thread.sleep(10);
                }
                System.exit(0);
            }
            System.out.println(report.childPid());
            awaitInput('e');
            Files.delete(end);
            System.out.println(ForkedChildren.await(report.childPid()));
            awaitInput(-1);
        }

        private static void awaitInput(int expected) throws IOException {
            int read;
            do {
                read = System.in.read();
            } while (read != expected && read >= 0);
        }
    }
}
