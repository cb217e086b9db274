package dev.mitosis.shared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.testing.ChildJvm;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How many kills: {@code -Dstorm.kills}; which: {@code -Dstorm.seed}, as printed by the run that is to be repeated. */
final class SharedStormTest {
    private static final int KILLS = Integer.getInteger("storm.kills", 100);
    private static final long SEED = Long.getLong("storm.seed", System.nanoTime());

    @Test
    @Timeout(3_600)
    void nobodyHangsAndNothingIsLost() {
        assumeTrue(LiveFork.missingBecause().isEmpty(), LiveFork::missingBecause);
        System.out.println("storm over shared objects: -Dstorm.kills=" + KILLS + " -Dstorm.seed=" + SEED);
        try (ChildJvm storm = ChildJvm.start(SharedStorm.class, List.of(), KILLS, SEED)) {
            String said = storm.readLine();
            System.out.println("storm over shared objects: " + said);
            assertEquals(0, storm.awaitEnd(), said);
        }
    }
}
