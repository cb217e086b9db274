package dev.mitosis.queue.storm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where the processes of a storm come from. */
interface Nursery extends AutoCloseable {
    /** How they come: as most programs are started, or at a hundred times the rate. */
    enum Kind {
        /** Each is a JVM of its own, in which nothing is as it is in another. */
        SPAWNING(1) {
            @Override
            Nursery open(Path directory) {
                return SpawnedChild::prepare;
            }
        },
        /** Live forks of a JVM that has compiled what they play. */
        FORKING(10) {
            @Override
            Nursery open(Path directory) throws IOException {
                return ForkingNursery.open(directory);
            }
        };

        private final int kills;

        Kind(int kills) {
            this.kills = kills;
        }

        abstract Nursery open(Path directory) throws IOException;

        /** How many kills it takes for one of a spawned process. */
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
