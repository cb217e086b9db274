package dev.mitosis.queue.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.queue.Role;
import dev.mitosis.queue.Topology;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.InSharedMemory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A producer, and a consumer, is killed behind each of its stores to shared memory in turn: see {@link KillPointProgram}. */
class KillPointTest {
    /** 1 for all of them. */
    private static final int STEP = Integer.getInteger("kill.points.step", 1);

    private static final int FEWEST_POINTS = 15;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    static Stream<Arguments> ends() {
        return Arrays.stream(Topology.values())
                .flatMap(topology -> Arrays.stream(Role.values()).map(role -> Arguments.of(topology, role)));
    }

    @ParameterizedTest
    @MethodSource("ends")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void nothingIsLostWhereverItIsKilled(Topology topology, Role role) {
        assumeTrue(LiveFork.missingBecause().isEmpty(), LiveFork::missingBecause);
        int first = 1 + ThreadLocalRandom.current().nextInt(STEP);
        try (ChildJvm program = ChildJvm.start(
                KillPointProgram.class,
                List.of("-Dmitosis.killPoints=true"),
                directory,
                topology.name(),
                role.name(),
                first,
                STEP)) {
            String points = program.readLine();
            assertEquals(0, program.awaitEnd(), points);
            assertTrue(Integer.parseInt(points) >= FEWEST_POINTS, points);
            System.out.println("kill points of a " + topology + " " + role + ": " + first + " to " + points + ", each "
                    + STEP + ".");
        }
    }
}
