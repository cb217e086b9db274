package dev.mitosis.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.ipc.StartMethod;
import dev.mitosis.testing.ChildJvm;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pipes between a process and its children, for each method that this platform has. */
@Timeout(120)
final class PipeProcessesTest {
    static Stream<StartMethod> methods() {
        return Arrays.stream(StartMethod.values())
                .filter(method -> method.missingBecause().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void areAsThePipesOfOneProcess(StartMethod method) {
        assertEquals(new ChildJvm.Ended(0, ""), ChildJvm.run(Scenarios.class, List.of(), method));
    }
}
