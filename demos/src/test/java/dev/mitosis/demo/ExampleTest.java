package dev.mitosis.demo;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.demo.example.Examples;
import dev.mitosis.ipc.StartMethod;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example runs, by forks and in new JVMs, and finds everything as it should be. */
final class ExampleTest {
    static Stream<Arguments> examples() {
        return Examples.ALL.stream()
                .flatMap(entry -> Stream.of(StartMethod.FORK, StartMethod.SPAWN)
                        .filter(method -> method.missingBecause().isEmpty())
                        .map(method -> Arguments.of(entry.name(), method)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isAsItShouldBe(String name, StartMethod method) throws Exception {
        MitosisCommand command = MitosisCommand.run("example", name, "--start=" + method);
        assertAll(
                () -> assertEquals(0, command.code(), command.out() + command.err()),
                () -> assertTrue(command.out().endsWith("As it should be." + System.lineSeparator()), command.out()),
                () -> assertEquals("", command.err()));
    }

    @Test
    void allAreListed() throws Exception {
        MitosisCommand command = MitosisCommand.run("example");
        assertEquals(0, command.code(), command.err());
        assertEquals(
                Examples.ALL.stream().map(Examples.Entry::name).toList(),
                command.out()
                        .lines()
                        .map(line -> line.substring(0, line.indexOf(' ')))
                        .toList());
    }
}
