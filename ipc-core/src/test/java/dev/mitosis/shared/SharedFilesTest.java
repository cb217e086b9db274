package dev.mitosis.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.testing.InSharedMemory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of shared objects, and what is in them. */
final class SharedFilesTest {
    @TempDir(factory = InSharedMemory.class)
    private Path directory;

    @Test
    void areFoundAgainWithWhatIsInThem() {
        Path path = directory.resolve("memory");
        try (SharedMemory memory = Shared.at(path).memory(10_000);
                SharedMemory again = Shared.at(path).existing(SharedMemory.class)) {
            memory.put(9_990, new byte[] {1, 2, 3});
            byte[] read = new byte[3];
            again.get(9_990, read);
            assertArrayEquals(new byte[] {1, 2, 3}, read);
            assertEquals(10_000, again.length());
            assertEquals(
                    ProcessHandle.current().pid(), again.creator().orElseThrow().pid());
            assertThrows(IndexOutOfBoundsException.class, () -> memory.put(9_998, read));
            memory.delete();
            assertTrue(Files.notExists(path));
        }
    }

    @Test
    void areNotWhatTheyWereNotMadeAs() {
        Path path = directory.resolve("semaphore");
        try (SharedSemaphore semaphore = Shared.at(path).semaphore(2)) {
            assertEquals(2, semaphore.availablePermits());
            assertThrows(IllegalArgumentException.class, () -> Shared.at(path).lock());
            assertThrows(IllegalArgumentException.class, () -> Shared.at(path).boundedSemaphore(2));
        }
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                SharedLayout.MAGIC_OFFSET,
                SharedLayout.VERSION_OFFSET,
                SharedLayout.KIND_OFFSET,
                SharedLayout.FILE_LENGTH_OFFSET,
                SharedLayout.BODY_LENGTH_OFFSET,
                SharedLayout.CREATOR_OFFSET,
                SharedLayout.CHECKSUM_OFFSET
            })
    void areRefusedWhenDamaged(long offset) {
        Path path = directory.resolve("long");
        Shared.at(path).longValue().close();
        try (SharedFile file = SharedFile.open(path);
                MappedRegion region = file.map()) {
            region.putLong(offset, region.getLong(offset) + 1);
        }
        assertThrows(CorruptFileException.class, () -> Shared.at(path).longValue());
        assertThrows(CorruptFileException.class, () -> SharedInspection.of(path));
    }

    @Test
    void areRefusedWhenTheyAreSomethingElse() throws Exception {
        Path path = directory.resolve("text");
        Files.writeString(path, "not a lock");
        assertEquals(
                "size",
                assertThrows(CorruptFileException.class, () -> Shared.at(path).lock())
                        .field());
    }

    @Test
    void arraysAreSeenAsBuffersBytesAndStreams() {
        try (SharedLongArray array = Shared.anonymous().longArray(4)) {
            array.set(1, 5);
            assertEquals(5, array.getAndAdd(1, 2));
            assertEquals(21, array.accumulateAndGet(1, 3, (a, b) -> a * b));
            ByteBuffer buffer = array.buffer();
            assertEquals(21, buffer.getLong(Long.BYTES));
            buffer.putLong(0, -1);
            assertEquals(-1, array.bytes().readLong(0));
            assertEquals(20, array.stream().sum());
            assertThrows(IndexOutOfBoundsException.class, () -> array.get(4));
            assertThrows(IndexOutOfBoundsException.class, () -> array.set(-1, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> array.buffer(30, 4));
        }
    }

    @Test
    void arraysAccumulate() {
        try (SharedIntArray ints = Shared.anonymous().intArray(2);
                SharedDoubleArray doubles = Shared.anonymous().doubleArray(2)) {
            assertEquals(0, ints.getAndAdd(1, 5));
            assertEquals(3, ints.accumulateAndGet(1, 3, Math::min));
            assertEquals(0.5, doubles.accumulateAndGet(1, 0.5, Math::max));
            assertEquals(3, ints.stream().sum());
            assertEquals(0.5, doubles.stream().sum());
            assertThrows(IndexOutOfBoundsException.class, () -> ints.accumulateAndGet(2, 1, Integer::sum));
        }
    }

    @Test
    void plainAccessIsToTheSameValue() {
        try (SharedInt small = Shared.anonymous().intValue();
                SharedDouble fraction = Shared.anonymous().doubleValue();
                SharedBoolean flag = Shared.anonymous().booleanValue()) {
            small.setPlain(-1);
            fraction.setPlain(0.5);
            flag.setPlain(true);
            assertEquals(-1, small.get());
            assertEquals(0.5, fraction.get());
            assertEquals(true, flag.get());
            small.set(1);
            assertEquals(1, small.getPlain());
            assertEquals(0.5, fraction.getPlain());
            assertEquals(true, flag.getPlain());
        }
    }

    @Test
    void valuesAreAtomic() throws Exception {
        try (SharedLong number = Shared.anonymous().longValue();
                SharedInt small = Shared.anonymous().intValue();
                SharedBoolean flag = Shared.anonymous().booleanValue()) {
            Runnable counting = () -> {
                for (int i = 0; i < 10_000; i++) {
                    number.incrementAndGet();
                    small.accumulateAndGet(1, Integer::sum);
                }
            };
            List<Thread> threads = List.of(new Thread(counting), new Thread(counting));
            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(20_000, number.get());
            assertEquals(20_000, small.getAndSet(-1));
            assertEquals(-1, small.get());
            assertEquals(false, flag.getAndSet(true));
            assertEquals(true, flag.getAndSet(true));
        }
    }

    @Test
    void inspectionShowsWhoUsesThem() throws Exception {
        Path path = directory.resolve("lock");
        try (SharedLock lock = Shared.at(path).lock()) {
            SharedInspection seen;
            try (Held held = lock.hold()) {
                assertEquals(false, held.previousOwnerDied());
                seen = SharedInspection.of(path);
            }
            assertEquals(SharedKind.LOCK, seen.kind());
            assertEquals(
                    ProcessHandle.current().pid(), seen.owner().orElseThrow().pid());
            assertTrue(seen.isInUse());
        }
        assertEquals(List.of(), SharedInspection.of(path).participants());
    }
}
