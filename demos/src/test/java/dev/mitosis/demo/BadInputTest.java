package dev.mitosis.demo;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is typed, the answer to what cannot be is one clear line, a code that is not zero, and no stack trace. */
final class BadInputTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "--nonsense",
                "tour extra",
                "fork-tree",
                "fork-tree three",
                "fork-tree -1",
                "fork-tree 7",
                "fork-tree 99999999999999999999",
                "fork-tree 3 4",
                "fork-tree 2 --start=teleport",
                "example nonsense",
                "example forks --start=teleport",
                "example forks join",
                "bench nonsense",
                "bench throughput nonsense",
                "bench --rounds=0",
                "bench --rounds=x",
                "bench --rounds=1000000",
                "bench --size=7",
                "bench --size=0",
                "bench --size=-8",
                "bench --size=64,x",
                "bench --size=100000000",
                "bench fork --heap=1",
                "bench fork --heap=16,2048",
                "bench fork --heap=large",
                "bench --against=nonsense",
                "bench --duration=0",
                "bench --json=maybe --rounds",
                "doctor please",
                "ps --all",
                "top --interval=99",
                "top --views=-1",
                "gc everything",
                "gc --wet-run"
            })
    void isAnsweredByOneLine(String arguments) throws Exception {
        MitosisCommand command = MitosisCommand.run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1));
        assertAll(
                () -> assertNotEquals(0, command.code()),
                () -> assertEquals("", command.out()),
                () -> assertEquals(1, command.err().lines().count(), command.err()),
                () -> assertTrue(command.err().startsWith("mitosis: "), command.err()),
                () -> assertTrue(command.err().contains("--help"), command.err()));
    }

    @Test
    void whatTheSystemRefusesIsAnsweredByOneLineToo() throws Exception {
        MitosisCommand command =
                MitosisCommand.run(List.of("-Dmitosis.directory=/proc/mitosis"), "bench", "throughput", "--rounds=1");
        assertEquals(1, command.code());
        assertEquals(1, command.err().lines().count(), command.err());
        assertTrue(command.err().contains("/proc/mitosis"), command.err());
    }
}
