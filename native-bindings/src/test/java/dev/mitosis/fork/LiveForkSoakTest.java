package dev.mitosis.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mitosis.testing.ChildJvm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many forks with each kind of JVM: {@code -Dsoak.forks}; the profile {@code soak} makes thousands.
 * {@code -Dsoak.seed} repeats a run's choices.
 */
class LiveForkSoakTest {
    private static final int FORKS = Integer.getInteger("soak.forks", 36);
    private static final long SEED = Long.getLong("soak.seed", System.nanoTime());
    private static final int THREADS = 3;
    private static final List<String> COMMON =
            List.of("-Xmx256m", "-Djava.util.concurrent.ForkJoinPool.common.parallelism=3", "-XX:+UsePerfData");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseSerialGC",
                "-XX:+UseParallelGC",
                "-XX:+UseG1GC",
                "-XX:+UseShenandoahGC",
                "-Xint",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders"
            })
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    void everyChildOfABusyJvmIsAWholeJvmInWhichNothingElseMoves(String flag) {
        assumeTrue(!flag.contains("Compact") || Runtime.version().feature() >= 25);
        List<String> flags = new ArrayList<>(COMMON);
        if (flag.endsWith("GC")) {
            flags.add("-XX:-UseSerialGC");
        }
        flags.add(flag);
        ChildJvm.Ended ended = ChildJvm.run(ForkSoak.class, flags, FORKS, THREADS, SEED);
        System.out.println("fork soak, " + flag + ": " + ended.output().strip());
        assertEquals(0, ended.exitValue(), ended.output());
    }
}
