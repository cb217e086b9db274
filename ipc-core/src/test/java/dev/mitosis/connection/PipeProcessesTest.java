package dev.mitosis.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.ipc.Way;
import dev.mitosis.testing.ChildJvm;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pipes between a process and its children, for each way that this platform has. */
@Timeout(120)
final class PipeProcessesTest {
    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.Way#all")
    void areAsThePipesOfOneProcess(Way way) {
        assertEquals(new ChildJvm.Ended(0, ""), way.run(Scenarios.class, way.method()));
    }
}
