package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.InSharedMemory;
import dev.mitosis.testing.Until;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parents and fork servers are killed at random moments; see {@link ChildStormTest} for how many, and which. */
@EnabledOnOs(OS.LINUX)
final class FamilyStormTest {
    private static final int KILLS = Integer.getInteger("storm.kills", 100);
    private static final long SEED = Long.getLong("storm.seed", System.nanoTime());
    /** A parent is a new JVM, and so is a fork server. */
    private static final int CHILDREN_PER_JVM = 20;

    private static final int LATEST_KILL_MICROS = 300_000;
    private static final int LATEST_KILL_OF_SPAWN_MICROS = 2_000_000;
    /** A second, and what a machine with other things to do takes besides. */
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir(factory = InSharedMemory.class)
    private Path directory;

    static boolean forks() {
        return StartMethod.FORKSERVER.missingBecause().isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.mitosis.ipc.Way#unforced")
    @Timeout(1_800)
    void leavesNoChildOfAParentThatIsKilled(Way way) {
        StartMethod method = way.method();
        int kills = Math.max(2, KILLS / CHILDREN_PER_JVM);
        System.out.println("family storm, " + method + ": kills=" + kills + " -Dstorm.seed=" + SEED);
        Random random = new Random(SEED);
        Marks marks = new Marks(directory);
        int latestKill = method == StartMethod.SPAWN ? LATEST_KILL_OF_SPAWN_MICROS : LATEST_KILL_MICROS;
        for (int kill = 0; kill < kills; kill++) {
            long pid;
            try (ChildJvm parent = ChildJvm.start(
                    SpawnedMain.class,
                    List.of(),
                    new ProgramWork(FamilyStorm.class, List.of(method.name(), directory.toString()))
                            .arguments()
                            .toArray())) {
                pid = parent.pid();
                assertEquals("ready", parent.readLine());
                LockSupport.parkNanos(random.nextInt(latestKill) * 1_000L);
                parent.kill();
            }
            // A spawned child that notes itself only now would be missed.
            assertTrue(Until.holdsWithin(SOON, () -> !hasSpawnedChildren(pid)), "its new JVMs live on");
            assertTrue(Until.holdsWithin(SOON, () -> marks.living() == 0), () -> "they live on: " + marks.living());
        }
        System.out.println("family storm, " + method + ": processes=" + marks.count());
    }

    @Test
    @EnabledIf("forks")
    @Timeout(1_800)
    void leavesNoChildOfAForkedParentThatIsKilled() {
        System.out.println("forked family storm: kills=" + KILLS + " -Dstorm.seed=" + SEED);
        // What a killed parent leaves, the next program removes that has children.
        Path shared = directory.resolve("shared");
        assertPasses(
                "forked family storm",
                List.of("-D" + SharedDirectory.DIRECTORY_PROPERTY + "=" + shared),
                FamilyNursery.class,
                List.of(
                        Integer.toString(KILLS),
                        Long.toString(SEED),
                        directory.toString(),
                        Long.toString(SOON.toMillis())));
    }

    @Test
    @EnabledIf("forks")
    @Timeout(1_800)
    void runsEachBodyOnceWhenForkServersAreKilled() {
        int kills = Math.max(2, KILLS / CHILDREN_PER_JVM);
        System.out.println("zygote storm: kills=" + kills + " -Dstorm.seed=" + SEED);
        assertPasses(
                "zygote storm",
                List.of(),
                ZygoteStorm.class,
                List.of(Integer.toString(kills), Long.toString(SEED), directory.toString()));
    }

    private static void assertPasses(
            String storm, List<String> flags, Class<? extends Program> program, List<String> arguments) {
        ChildJvm.Ended ended = ChildJvm.run(
                SpawnedMain.class,
                flags,
                new ProgramWork(program, arguments).arguments().toArray());
        System.out.println(storm + ": " + ended.output());
        assertEquals(0, ended.exitValue(), ended.output());
    }

    private static boolean hasSpawnedChildren(long parent) {
        return !CommandLines.with("-D" + SpawnedMain.PARENT_PROPERTY + "=" + parent + " ")
                .isEmpty();
    }
}
