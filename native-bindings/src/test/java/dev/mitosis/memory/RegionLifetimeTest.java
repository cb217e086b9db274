package dev.mitosis.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.InSharedMemory;
import dev.mitosis.testing.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegionLifetimeTest {
    private static final int ROUNDS = 100;
    private static final long LENGTH = 1 << 16;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    /** A crash would end this JVM, and the whole run with it. */
    @Test
    void closingUnderReadersAndWritersIsNoCrashAndTheyAreTold() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            try (SharedFile file = SharedFile.create(directory.resolve("file" + round), LENGTH)) {
                MappedRegion region = file.map();
                CountDownLatch inside = new CountDownLatch(2);
                byte[] block = new byte[1000];
                CompletableFuture<Void> writer = loop(inside, () -> {
                    region.putLong(LENGTH - 8, 1);
                    region.put(0, new byte[1000]);
                });
                CompletableFuture<Void> reader = loop(inside, () -> {
                    region.getInt(LENGTH - 4);
                    region.get(500, block);
                });
                assertTrue(inside.await(20, TimeUnit.SECONDS));
                region.close();
                assertToldThatItIsClosed(writer);
                assertToldThatItIsClosed(reader);
            }
        }
    }

    @Test
    void closingLetsGoOfTheFileAtOnce() throws IOException {
        Path path = directory.resolve("file");
        try (SharedFile file = SharedFile.create(path, LENGTH)) {
            MappedRegion region = file.map();
            assertEquals(1, mappingsOf(path));
            region.close();
            assertEquals(0, mappingsOf(path));
        }
    }

    @Test
    void aRegionOutlivesItsFileAndAnotherRegionOfIt() {
        SharedFile file = SharedFile.create(directory.resolve("file"), LENGTH);
        MappedRegion one = file.map();
        MappedRegion other = file.map();
        file.close();
        one.putLong(8, 5);
        one.close();
        assertEquals(5, other.getLong(8));
        other.close();
    }

    @Test
    void garbageRegionsAreUnmapped() throws IOException {
        Path path = directory.resolve("file");
        leaveGarbage(path);
        Until.holds("the forgotten regions are unmapped", () -> {
            collect();
            return mappingsOf(path) == 0;
        });
    }

    @Test
    void theAddressesOfAClosedRegionAreGivenBackOnceItIsGarbage() {
        List<Long> addresses = closedAndForgotten();
        Until.holds("the closed regions' addresses are given back", () -> {
            collect();
            return addresses.stream().noneMatch(RegionLifetimeTest::isMapped);
        });
    }

    @Test
    void theAddressesOfAClosedRegionStayWhileSomebodyHoldsIt() {
        MappedRegion region = MappedRegion.anonymous(LENGTH);
        long address = region.address();
        region.close();
        collect();
        assertTrue(isMapped(address));
        assertTrue(region.isClosed());
    }

    private static CompletableFuture<Void> loop(CountDownLatch inside, Runnable access) {
        return CompletableFuture.runAsync(
                () -> {
                    access.run();
                    inside.countDown();
                    while (true) {
                        access.run();
                    }
                },
                task -> new Thread(task, "access").start());
    }

    private static void assertToldThatItIsClosed(CompletableFuture<Void> access) {
        ExecutionException e =
                Assertions.assertThrows(ExecutionException.class, () -> access.get(20, TimeUnit.SECONDS));
        assertInstanceOf(IllegalStateException.class, e.getCause());
    }

    /** In a frame of its own, so that no local variable keeps a region. */
    private static void leaveGarbage(Path path) {
        try (SharedFile file = SharedFile.create(path, LENGTH)) {
            for (int i = 0; i < 10; i++) {
                MappedRegion region = file.map();
                assertTrue(mappingsOf(path) > 0);
                region.putLong(0, i);
            }
        }
    }

    private static List<Long> closedAndForgotten() {
        List<Long> addresses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            MappedRegion region = MappedRegion.anonymous(LENGTH);
            addresses.add(region.address());
            region.close();
        }
        return addresses;
    }

    private static long mappingsOf(Path path) {
        return maps().stream().filter(line -> line.endsWith(" " + path)).count();
    }

    private static boolean isMapped(long address) {
        return maps().stream().anyMatch(line -> {
            String[] range = line.substring(0, line.indexOf(' ')).split("-", -1);
            return Long.compareUnsigned(Long.parseUnsignedLong(range[0], 16), address) <= 0
                    && Long.compareUnsigned(address, Long.parseUnsignedLong(range[1], 16)) < 0;
        });
    }

    private static List<String> maps() {
        try {
            return Files.readAllLines(Path.of("/proc/self/maps"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was found to be garbage goes when the next region is made. */
    @SuppressWarnings("SystemGc") // nothing else finds garbage when it is asked to
    private static void collect() {
        System.gc();
        MappedRegion.anonymous(1).close();
    }
}
