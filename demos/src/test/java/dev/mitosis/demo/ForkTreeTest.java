package dev.mitosis.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForkTreeTest {
    @ParameterizedTest
    @CsvSource({"0, fork", "1, fork", "3, fork", "5, fork", "2, spawn"})
    void makesAProcessForEveryLineOfItsDrawing(int forks, String method) throws Exception {
        MitosisCommand command = MitosisCommand.run("fork-tree", Integer.toString(forks), "--start=" + method);
        assertEquals(0, command.code(), command.out() + command.err());
        assertEquals((1 << forks) + 1, command.out().lines().count(), command.out());
        assertTrue(
                command.out().contains(forks + " forks in a row made " + (1 << forks) + " processes"), command.out());
        assertEquals("", command.err());
    }

    @Test
    void goesThroughNewJvmsWhereForkIsMissing() throws Exception {
        MitosisCommand command = MitosisCommand.run(List.of("-Dmitosis.fallback=true"), "fork-tree", "2");
        assertEquals(0, command.code(), command.out() + command.err());
        assertEquals(5, command.out().lines().count(), command.out());
    }

    @Test
    void refusesByReasonToForkWhereForkIsMissing() throws Exception {
        MitosisCommand command =
                MitosisCommand.run(List.of("-Dmitosis.fallback=true"), "fork-tree", "2", "--start=fork");
        assertEquals(2, command.code());
        assertTrue(command.err().contains("fallback forced"), command.err());
    }
}
