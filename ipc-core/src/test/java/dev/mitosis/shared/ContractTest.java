package dev.mitosis.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.ipc.StartMethod;
import dev.mitosis.testing.ChildJvm;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All {@link Scenario}s, in a small JVM, with children started in each way that there is here. The last that it names failed. */
@EnabledOnOs(OS.LINUX)
final class ContractTest {
    static Stream<StartMethod> methods() {
        return Arrays.stream(StartMethod.values())
                .filter(method -> method.missingBecause().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("methods")
    @Timeout(300)
    void holds(StartMethod method) {
        ChildJvm.Ended ended = ChildJvm.run(Scenario.class, List.of(), method.name());
        assertEquals(0, ended.exitValue(), ended.output());
    }
}
