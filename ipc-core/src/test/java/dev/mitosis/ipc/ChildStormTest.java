package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.testing.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many kills: {@code -Dstorm.kills}; which: {@code -Dstorm.seed}, as printed by the run that is to be repeated. */
final class ChildStormTest {
    private static final int KILLS = Integer.getInteger("storm.kills", 100);
    private static final long SEED = Long.getLong("storm.seed", System.nanoTime());
    /** A new JVM takes longer. */
    private static final int FORKS_PER_SPAWN = 10;

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.Way#unforced")
    @Timeout(1_800)
    void leavesNothingAndLosesNothing(Way way) {
        StartMethod method = way.method();
        int kills = method == StartMethod.SPAWN ? Math.max(1, KILLS / FORKS_PER_SPAWN) : KILLS;
        System.out.println("child storm, " + method + ": -Dstorm.kills=" + kills + " -Dstorm.seed=" + SEED);
        try (ChildJvm parent = ChildJvm.start(
                SpawnedMain.class,
                List.of(),
                new ProgramWork(ChildStorm.class, List.of(method.name(), Integer.toString(kills), Long.toString(SEED)))
                        .arguments()
                        .toArray())) {
            String said = parent.readLine();
            System.out.println("child storm, " + method + ": " + said);
            assertEquals(0, parent.awaitEnd(), said);
        }
    }
}
