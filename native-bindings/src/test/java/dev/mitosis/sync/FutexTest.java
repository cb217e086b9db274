package dev.mitosis.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.ForkedChild;
import dev.mitosis.process.PlainFork;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.InSharedMemory;
import dev.mitosis.testing.Until;
import dev.mitosis.testing.Unwedged;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FutexTest {
    private static final long LONG_NANOS = 20_000_000_000L;
    private static final int OFFSET = 4;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private final MappedRegion region = MappedRegion.anonymous(64);
    private final Futex futex = new Futex(region, OFFSET);

    @AfterEach
    void close() {
        region.close();
    }

    @Test
    void aWordThatHasChangedIsNotSleptOn() {
        region.putInt(OFFSET, 1);
        assertTrue(futex.await(0, -1));
        assertTrue(futex.await(2, LONG_NANOS));
    }

    @Test
    void theTimeIsOverWhenNobodyWakes() {
        long start = System.nanoTime();
        while (futex.await(0, 20_000_000)) {
            // Woken for no reason, which is allowed.
        }
        assertTrue(System.nanoTime() - start >= 20_000_000);
        assertFalse(futex.await(0, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void everyValueCanBeSleptOn(int value) {
        region.putInt(OFFSET, value);
        assertFalse(futex.await(value, 1_000_000));
    }

    @Test
    void wakingNobodyWakesNone() {
        assertEquals(0, futex.wake(Integer.MAX_VALUE));
    }

    @Test
    void aSleeperWithoutALimitIsWokenByAnotherThread() throws Exception {
        CompletableFuture<Boolean> sleeper = CompletableFuture.supplyAsync(() -> futex.await(0, -1));
        Until.holds("the sleeper sleeps and is woken", () -> futex.wake(1) == 1 || sleeper.isDone());
        assertTrue(sleeper.get(20, TimeUnit.SECONDS));
    }

    @Test
    void onlyTheWordSleptOnWakesItsSleepers() throws Exception {
        Futex other = new Futex(region, 0);
        CompletableFuture<Boolean> sleeper = CompletableFuture.supplyAsync(() -> futex.await(0, -1));
        assertEquals(0, other.wake(1));
        Until.holds("the sleeper sleeps and is woken", () -> futex.wake(1) == 1 || sleeper.isDone());
        assertTrue(sleeper.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aForkedChildIsWokenThroughAnonymousMemory() throws Exception {
        Unwedged.fork(() -> {
            region.putInt(OFFSET, 0);
            ForkedChild child = PlainFork.start(() -> sleepUntilChanged(region), Unwedged.LIMIT);
            boolean woken = Until.holdsWithin(Unwedged.LIMIT, () -> futex.wake(1) == 1);
            region.putInt(OFFSET, 9);
            futex.wake(1);
            assertEquals(ExitStatus.exited(9), child.join());
            assertTrue(woken);
            return child;
        });
    }

    @Test
    void anotherJvmIsWokenThroughAFile() {
        Path path = directory.resolve("word");
        try (SharedFile file = SharedFile.create(path, 64);
                MappedRegion shared = file.map();
                ChildJvm sleeper = ChildJvm.start(Sleeper.class, List.of(), path)) {
            Futex word = new Futex(shared, OFFSET);
            Until.holds("the other JVM sleeps and is woken", () -> word.wake(1) == 1);
            shared.putInt(OFFSET, 6);
            word.wake(1);
            assertEquals(6, sleeper.awaitEnd());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 61, 62, 64, 65, -1, -4, 1L << 32, Long.MAX_VALUE - 3, Long.MIN_VALUE})
    void aWordMisalignedOrOutsideIsRefused(long offset) {
        String message = assertThrows(IllegalArgumentException.class, () -> new Futex(region, offset))
                .getMessage();
        assertTrue(message.endsWith("offset=" + offset), message);
    }

    @Test
    void theLastWordOfARegionCanBeSleptOn() {
        assertFalse(new Futex(region, 60).await(0, 0));
    }

    @Test
    void aClosedRegionIsRefused() {
        region.close();
        assertThrows(IllegalStateException.class, () -> futex.await(0, 0));
        assertThrows(IllegalStateException.class, () -> futex.wake(1));
    }

    static final class Sleeper {
        public static void main(String[] args) {
            try (SharedFile file = SharedFile.open(Path.of(args[0]))) {
                System.exit(sleepUntilChanged(file.map()));
            }
        }
    }

    private static int sleepUntilChanged(MappedRegion region) {
        Futex word = new Futex(region, OFFSET);
        while (region.getInt(OFFSET) == 0) {
            if (!word.await(0, LONG_NANOS)) {
                return 1;
            }
        }
        return region.getInt(OFFSET);
    }
}
