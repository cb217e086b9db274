package dev.mitosis.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.testing.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process is killed behind each of its stores to a shared object in turn. */
final class KillPointTest {
    private static final int FEWEST_POINTS = 5;

    @ParameterizedTest
    @EnumSource
    @Timeout(300)
    void nobodyHangsAndNothingIsLostWhereverItIsKilled(KillPointScenario scenario) {
        assumeTrue(LiveFork.missingBecause().isEmpty(), LiveFork::missingBecause);
        try (ChildJvm program =
                ChildJvm.start(KillPointProgram.class, List.of("-Dmitosis.killPoints=true"), scenario.name())) {
            String points = program.readLine();
            assertEquals(0, program.awaitEnd(), points);
            assertTrue(Integer.parseInt(points) >= FEWEST_POINTS, points);
            System.out.println("kill points of " + scenario + ": " + points);
        }
    }
}
