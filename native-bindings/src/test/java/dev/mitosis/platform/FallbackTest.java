package dev.mitosis.platform;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.io.PipeEnds;
import dev.mitosis.memory.MappedRegion;
import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.memory.SharedFile;
import dev.mitosis.process.Pidfd;
import dev.mitosis.process.PlainFork;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.process.Processes;
import dev.mitosis.sync.Membarrier;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.InSharedMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Each test's program runs in a JVM of its own that has to do without POSIX. */
class FallbackTest {
    private static final List<String> FORCED = List.of("-Dmitosis.fallback=true");

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    @Test
    void everyCapabilityIsMissingBecauseTheFallbackIsForced() {
        assertSucceeds(NothingIsAvailable.class);
    }

    @Test
    void whatNeedsPosixIsRefusedByNameAndReason() {
        assertSucceeds(CallsAreRefused.class);
    }

    @Test
    void sharedFilesAreMappedThroughTheJdk() {
        assertSucceeds(FilesWork.class);
    }

    @Test
    void theDirectoryIsWhereThePropertySays() {
        assertSucceeds(DirectoryWorks.class);
    }

    private void assertSucceeds(Class<?> program) {
        ChildJvm.Ended ended = ChildJvm.run(program, FORCED, directory);
        assertEquals(new ChildJvm.Ended(0, "done\n"), ended);
    }

    static final class NothingIsAvailable {
        public static void main(String[] args) {
            for (Capability capability : Capability.values()) {
                assertFalse(capability.isAvailable());
                refused(capability, capability::require);
            }
            System.out.println("done");
        }
    }

    static final class CallsAreRefused {
        public static void main(String[] args) {
            refused(Capability.FORK, () -> PlainFork.start(() -> 0, Duration.ofSeconds(1)));
            refused(Capability.FORK, Processes::getpid);
            refused(Capability.FORK, () -> Processes.waitpid(1));
            refused(Capability.FORK, () -> Processes.alarm(Duration.ofSeconds(1)));
            refused(Capability.PIPE, PipeEnds::open);
            refused(Capability.MMAP, () -> MappedRegion.anonymous(1));
            refused(Capability.MEMFD, () -> SharedFile.anonymous("name", 1));
            refused(Capability.PIDFD, () -> Pidfd.open(1));
            refused(Capability.MEMBARRIER, Membarrier::register);
            refused(Capability.MEMBARRIER, Membarrier::run);
            System.out.println("done");
        }
    }

    static final class FilesWork {
        public static void main(String[] args) {
            Path path = Path.of(args[0], "file");
            byte[] written = {1, 2, 3};
            try (SharedFile created = SharedFile.create(path, 100_000);
                    SharedFile opened = SharedFile.open(path)) {
                assertEquals(100_000, created.size());
                assertEquals(100_000, opened.size());
                MappedRegion mine = created.map();
                MappedRegion theirs = opened.map();
                mine.putLong(99_992, Long.MIN_VALUE);
                mine.put(17, written);
                mine.force();
                byte[] read = new byte[3];
                theirs.get(17, read);
                assertArrayEquals(written, read);
                assertEquals(Long.MIN_VALUE, theirs.getLong(99_992));
                assertThrows(IndexOutOfBoundsException.class, () -> theirs.getLong(99_993));
                mine.close();
                mine.close();
                assertThrows(IllegalStateException.class, () -> mine.getInt(0));
                assertEquals(Long.MIN_VALUE, theirs.getLong(99_992));
            }
            assertTrue(assertThrows(OsException.class, () -> SharedFile.create(path, 1))
                    .is("EEXIST"));
            Path missing = Path.of(args[0], "missing");
            assertTrue(assertThrows(OsException.class, () -> SharedFile.open(missing))
                    .is("ENOENT"));
            System.out.println("done");
        }
    }

    static final class DirectoryWorks {
        public static void main(String[] args) {
            System.setProperty(SharedDirectory.DIRECTORY_PROPERTY, args[0]);
            SharedDirectory shared = SharedDirectory.ofThisUser();
            Path path = shared.resolve("queue");
            try (SharedFile first = SharedFile.openOrCreate(path, 8, region -> region.putLong(0, 7));
                    SharedFile second = SharedFile.openOrCreate(path, 8, region -> region.putLong(0, 8))) {
                assertEquals(7, first.map().getLong(0));
                assertEquals(7, second.map().getLong(0));
            }
            assertEquals(List.of(path), shared.files());
            assertTrue(ProcessIdentity.current().isAlive());
            System.out.println("done");
        }
    }

    private static void refused(Capability missing, Executable call) {
        String message = assertThrows(UnsupportedOperationException.class, call).getMessage();
        assertEquals(missing.description() + " is not available here: not on " + Platform.current(), message);
        assertTrue(message.endsWith("(fallback forced)"), message);
    }
}
