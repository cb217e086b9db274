package dev.mitosis.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every command explains itself. */
final class HelpTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "tour --help",
                "fork-tree --help",
                "example --help",
                "bench --help",
                "doctor --help",
                "ps --help",
                "top --help",
                "gc --help"
            })
    void isPrinted(String arguments) throws Exception {
        MitosisCommand command = MitosisCommand.run(arguments.split(" ", -1));
        assertEquals(0, command.code(), command.err());
        assertTrue(command.out().startsWith("Usage: mitosis"), command.out());
        assertEquals("", command.err());
    }
}
