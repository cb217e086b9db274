package dev.mitosis.queue.storm;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mitosis.fork.LiveFork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where the processes of a storm come from. */
interface Nursery extends AutoCloseable {
    /** How they come: as most programs are started, or at many times the rate. */
    enum Kind {
        /** Each is a JVM of its own, in which nothing is as it is in another. */
        SPAWNING(1) {
            @Override
            Nursery open(Path directory) {
                return SpawnedChild::prepare;
            }
        },
        /** Live forks of a JVM that has compiled most of what they play. */
        FORKING(5) {
            @Override
            Nursery open(Path directory) throws IOException {
                assumeTrue(LiveFork.missingBecause().isEmpty(), LiveFork.missingBecause());
                return ForkingNursery.open(directory);
            }
        };

        private final int kills;

        Kind(int kills) {
            this.kills = kills;
        }

        abstract Nursery open(Path directory) throws IOException;

        /** How many times as many kills as of spawned processes. */
        int kills() {
            return kills;
        }
    }

    /** Makes a process that waits for its turn. */
    StormChild prepare(StormPlayer player, List<String> arguments) throws IOException;

    @Override
    default void close() throws IOException {
        // nothing is left
    }
}
