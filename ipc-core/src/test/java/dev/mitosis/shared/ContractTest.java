package dev.mitosis.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.ipc.StartMethod;
import dev.mitosis.testing.ChildJvm;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each {@link Scenario}, with children started in each way that there is here. */
@EnabledOnOs(OS.LINUX)
final class ContractTest {
    static Stream<Arguments> scenarios() {
        return Arrays.stream(StartMethod.values())
                .filter(method -> method.missingBecause().isEmpty())
                .flatMap(method -> Arrays.stream(Scenario.values()).map(scenario -> Arguments.of(scenario, method)));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void holds(Scenario scenario, StartMethod method) {
        ChildJvm.Ended ended = ChildJvm.run(Scenario.class, List.of(), scenario.name(), method.name());
        assertEquals(0, ended.exitValue(), ended.output());
    }
}
