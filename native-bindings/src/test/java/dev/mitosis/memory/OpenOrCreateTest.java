package dev.mitosis.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mitosis.process.Processes;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.InSharedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever creates a file fills it with a number of its own, so that everybody can tell whose file they have got. */
class OpenOrCreateTest {
    private static final int FILES = 40;
    private static final int THREADS = 8;
    private static final int JVMS = 3;
    private static final int SIZE = 1 << 14;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    @Test
    void amongThreadsExactlyOneCreatesAndAllSeeItsContent() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            for (int i = 0; i < FILES; i++) {
                Path path = directory.resolve("file" + i);
                assertEquals(1, ownersSeen(threads, start, path).size());
            }
        } finally {
            threads.shutdownNow();
        }
        assertOnlyFinishedFilesAreLeft();
    }

    @Test
    void amongProcessesExactlyOneCreatesAndAllSeeItsContent() throws IOException {
        List<ChildJvm> jvms = new ArrayList<>();
        try {
            for (int i = 0; i < JVMS; i++) {
                jvms.add(ChildJvm.start(Racer.class, List.of(), directory));
            }
            jvms.forEach(jvm -> assertEquals("ready", jvm.readLine()));
            jvms.forEach(jvm -> jvm.writeLine("go"));
            for (int i = 0; i < FILES; i++) {
                Set<String> owners = new HashSet<>();
                jvms.forEach(jvm -> owners.add(jvm.readLine()));
                assertEquals(1, owners.size(), () -> "file seen: " + owners);
            }
            jvms.forEach(jvm -> assertEquals(0, jvm.awaitEnd()));
        } finally {
            jvms.forEach(ChildJvm::close);
        }
        assertOnlyFinishedFilesAreLeft();
    }

    @Test
    void whatIsThereIsNotInitialisedAgain() {
        Path path = directory.resolve("file");
        SharedFile.openOrCreate(path, 8, region -> region.putLong(0, 1)).close();
        try (SharedFile again = SharedFile.openOrCreate(path, 80, region -> {
            throw new AssertionError("initialised again");
        })) {
            assertEquals(8, again.size());
            assertEquals(1, again.map().getLong(0));
        }
    }

    @Test
    void anInitialiserThatFailsLeavesNothing() throws IOException {
        assertThrows(
                ArithmeticException.class,
                () -> SharedFile.openOrCreate(directory.resolve("file"), 8, region -> {
                    throw new ArithmeticException();
                }));
        assertEquals(List.of(), names());
    }

    static final class Racer {
        public static void main(String[] args) throws IOException {
            SharedFile.openOrCreate(Path.of(args[0], "warm-up" + Processes.getpid()), SIZE, region -> {})
                    .close();
            System.out.println("ready");
            if (System.in.read() < 0) {
                return;
            }
            for (int i = 0; i < FILES; i++) {
                System.out.println(ownerSeen(Path.of(args[0], "file" + i), Processes.getpid()));
            }
        }
    }

    private static Set<Long> ownersSeen(ExecutorService threads, CyclicBarrier start, Path path)
            throws InterruptedException, ExecutionException {
        List<Future<Long>> seen = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            seen.add(threads.submit(() -> {
                start.await();
                return ownerSeen(path, ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
            }));
        }
        Set<Long> owners = new HashSet<>();
        for (Future<Long> one : seen) {
            owners.add(one.get());
        }
        return owners;
    }

    private static long ownerSeen(Path path, long self) {
        try (SharedFile file = SharedFile.openOrCreate(path, SIZE, region -> fill(region, self));
                MappedRegion region = file.map()) {
            long owner = region.getLong(0);
            for (long at = 0; at < SIZE; at += Long.BYTES) {
                if (region.getLong(at) != owner || owner == 0) {
                    throw new AssertionError("half initialised at=" + at);
                }
            }
            return owner;
        }
    }

    private static void fill(MappedRegion region, long value) {
        for (long at = 0; at < SIZE; at += Long.BYTES) {
            region.putLong(at, value);
        }
    }

    private void assertOnlyFinishedFilesAreLeft() throws IOException {
        assertEquals(
                FILES, names().stream().filter(name -> name.startsWith("file")).count());
        assertEquals(0, names().stream().filter(name -> name.startsWith(".")).count());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
