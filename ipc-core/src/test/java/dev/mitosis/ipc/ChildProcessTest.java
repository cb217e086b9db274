package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.process.Signal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for a child, however it was started. */
final class ChildProcessTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void exitsWithItsProgramsCode(StartMethod method) throws Exception {
        for (int code : new int[] {0, 3, 255}) {
            assertEquals(ExitStatus.exited(code), runToEnd(method, Programs.Exit.class, Integer.toString(code)));
        }
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void getsItsArgumentsUnchanged(StartMethod method) throws Exception {
        Path file = directory.resolve("arguments");
        ExitStatus status =
                runToEnd(method, Programs.Write.class, file.toString(), "two words", "", "ünï", "$HOME 'q\"");
        assertTrue(status.isSuccess(), status.toString());
        assertEquals("two words||ünï|$HOME 'q\"", Files.readString(file));
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void exitsWithOneWhenItsProgramThrows(StartMethod method) throws Exception {
        assertEquals(ExitStatus.exited(1), runToEnd(method, Programs.Fail.class));
    }

    @ParameterizedTest
    @EnumSource(StartMethod.class)
    void isKilledByNameAndLeavesNoZombie(StartMethod method) throws Exception {
        Path file = directory.resolve("started");
        ChildProcess child = ChildProcess.start(method, Programs.Linger.class, List.of(file.toString()));
        if (method == StartMethod.SPAWN) {
            while (!Files.exists(file)) {
                Thread.onSpinWait();
            }
        }
        assertTrue(ProcessIdentity.of(child.pid()).isPresent());
        child.kill();
        assertEquals(ExitStatus.killedBy(Signal.SIGKILL), child.join());
        assertFalse(Files.exists(Path.of("/proc", Long.toString(child.pid()))));
        assertEquals(ExitStatus.killedBy(Signal.SIGKILL), child.join());
    }

    @Test
    void spawnIsAlwaysThere() {
        assertEquals("", StartMethod.SPAWN.missingBecause());
    }

    private static ExitStatus runToEnd(StartMethod method, Class<? extends Program> program, String... arguments)
            throws InterruptedException {
        return ChildProcess.start(method, program, List.of(arguments)).join();
    }
}
