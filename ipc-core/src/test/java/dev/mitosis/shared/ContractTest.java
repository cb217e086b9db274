package dev.mitosis.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.ipc.Way;
import dev.mitosis.testing.ChildJvm;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All {@link Scenario}s, in a small JVM, with children started by each method that there is here. The last that it names failed. */
@EnabledOnOs(OS.LINUX)
final class ContractTest {
    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.Way#unforced")
    @Timeout(300)
    void holds(Way way) {
        ChildJvm.Ended ended = way.run(Scenario.class, way.method());
        assertEquals(0, ended.exitValue(), ended.output());
    }
}
