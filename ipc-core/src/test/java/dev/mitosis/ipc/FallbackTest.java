package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The way that is left where POSIX is missing. */
final class FallbackTest {
    /** Exits with 0 when children start by SPAWN here, and come back with their codes. */
    public static final class Parent implements Program {
        @Override
        public int run(List<String> arguments) throws Exception {
            boolean spawns = StartMethod.preferred() == StartMethod.SPAWN;
            ChildProcess<Void> child = ChildProcess.start(StartMethod.preferred(), Programs.Exit.class, List.of("7"));
            return spawns && child.join().code().orElse(-1) == 7 ? 0 : 1;
        }
    }

    @Test
    void startsChildrenAsNewJvms() throws Exception {
        Process process = JvmCommand.likeThisOne()
                .withFlags(List.of("-Dmitosis.fallback=true"))
                .running(SpawnedMain.class, new ProgramWork(Parent.class, List.of()).arguments())
                .inheritIO()
                .start();
        assertEquals(0, process.waitFor());
    }
}
