package dev.mitosis.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mitosis.ipc.StartMethod;
import dev.mitosis.testing.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How many kills: {@code -Dstorm.kills}; which: {@code -Dstorm.seed}, as printed by the run that is to be repeated. */
@EnabledOnOs(OS.LINUX)
final class PipeStormTest {
    private static final int KILLS = Integer.getInteger("storm.kills", 40);
    private static final long SEED = Long.getLong("storm.seed", System.nanoTime());
    /** A new JVM takes longer. */
    private static final int FORKS_PER_SPAWN = 20;

    @ParameterizedTest
    @MethodSource("dev.mitosis.connection.PipeProcessesTest#methods")
    @Timeout(7_200)
    void whoSurvivesComesToItsEndWithWholeMessagesOnly(StartMethod method) {
        int kills = method == StartMethod.SPAWN ? Math.max(1, KILLS / FORKS_PER_SPAWN) : KILLS;
        System.out.println("pipe storm, " + method + ": -Dstorm.kills=" + kills + " -Dstorm.seed=" + SEED);
        try (ChildJvm parent = ChildJvm.start(PipeStorm.class, List.of(), method, kills, SEED)) {
            String said = parent.readLine();
            System.out.println("pipe storm, " + method + ": " + said);
            assertEquals(0, parent.awaitEnd(), said);
        }
    }
}
