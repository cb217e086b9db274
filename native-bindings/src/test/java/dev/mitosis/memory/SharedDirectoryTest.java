package dev.mitosis.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.platform.OsException;
import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.raw.LibC;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.InSharedMemory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedDirectoryTest {
    @TempDir(factory = InSharedMemory.class)
    Path parent;

    private Path path;

    @BeforeEach
    void choose() {
        path = parent.resolve("mine");
        System.setProperty(SharedDirectory.DIRECTORY_PROPERTY, path.toString());
    }

    @AfterEach
    void unchoose() {
        System.clearProperty(SharedDirectory.DIRECTORY_PROPERTY);
    }

    @Test
    void itIsMadeForItsOwnerAloneAndThenFoundAgain() throws IOException {
        assertEquals(path, SharedDirectory.ofThisUser().path());
        assertEquals(PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(path));
        assertEquals(path, SharedDirectory.ofThisUser().path());
    }

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwx--x---", "rwx-----x", "r-x------"})
    void oneThatLetsOthersInIsRefused(String permissions) throws IOException {
        Files.createDirectory(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        assertRefused("mode=40");
    }

    @Test
    void anotherUsersIsRefused() throws IOException {
        SharedDirectory.ofThisUser();
        Assumptions.assumeTrue(LibC.posix().geteuid() == 0, "only root can give a directory away");
        Files.setAttribute(path, "unix:uid", 12345);
        assertRefused("owner=12345");
    }

    @Test
    void aSymbolicLinkIsRefusedEvenToAGoodOne() throws IOException {
        SharedDirectory.ofThisUser();
        Path link = parent.resolve("link");
        Files.createSymbolicLink(link, path);
        System.setProperty(SharedDirectory.DIRECTORY_PROPERTY, link.toString());
        assertRefused("link");
    }

    @Test
    void whatIsNoDirectoryIsRefused() throws IOException {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        assertRefused("mode=100700");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "/a", "a b", "ä", "a\n", "-a", "_a", "a\0"})
    void aNameThatCouldLeadElsewhereIsRefused(String name) {
        SharedDirectory directory = SharedDirectory.ofThisUser();
        String message = assertThrows(IllegalArgumentException.class, () -> directory.resolve(name))
                .getMessage();
        assertTrue(message.endsWith("name=" + name), message);
    }

    @Test
    void aNameHasUpToAHundredLettersAndCanThenBeCreated() {
        SharedDirectory directory = SharedDirectory.ofThisUser();
        assertEquals(path.resolve("Jobs-2_a.b"), directory.resolve("Jobs-2_a.b"));
        Path longest = directory.resolve("x".repeat(100));
        SharedFile.openOrCreate(longest, 1, region -> {}).close();
        assertEquals(List.of(longest), directory.files());
        assertThrows(IllegalArgumentException.class, () -> directory.resolve("x".repeat(101)));
    }

    @Test
    void onlyFinishedFilesAreListedByName() throws IOException {
        SharedDirectory directory = SharedDirectory.ofThisUser();
        SharedFile.create(directory.resolve("b"), 1).close();
        SharedFile.create(directory.resolve("a"), 1).close();
        Files.createFile(path.resolve(".b.1@1.1.tmp"));
        Files.createDirectory(path.resolve("c"));
        Files.createSymbolicLink(path.resolve("d"), path.resolve("a"));
        assertEquals(List.of(path.resolve("a"), path.resolve("b")), directory.files());
    }

    @Test
    void whatAKilledMakerLeavesIsAbandonedAndNotBefore() {
        SharedDirectory directory = SharedDirectory.ofThisUser();
        try (ChildJvm maker = ChildJvm.start(SlowMaker.class, List.of("-Dmitosis.directory=" + path))) {
            assertEquals("half made", maker.readLine());
            assertEquals(List.of(), directory.abandoned());
            maker.kill();
            List<Path> left = directory.abandoned();
            assertEquals(1, left.size());
            assertTrue(left.get(0).getFileName().toString().startsWith(".queue." + maker.pid() + "@"));
            assertEquals(List.of(), directory.files());
            directory.removeAbandoned("pipe");
            assertEquals(left, directory.abandoned());
            directory.removeAbandoned("queue");
            assertEquals(List.of(), directory.abandoned());
        }
    }

    @Test
    void temporaryPathsAreNewAndNotAbandonedWhileTheirProcessLives() throws IOException {
        SharedDirectory directory = SharedDirectory.ofThisUser();
        Path file = Files.createFile(directory.temporary("probe"));
        Path folder = Files.createDirectory(directory.temporary("probe"));
        assertNotEquals(file, folder);
        assertEquals(path, file.getParent());
        assertEquals(List.of(), directory.files());
        assertEquals(List.of(), directory.abandoned());
    }

    @Test
    void aMakerWhoseNumberIsUsedAgainIsDead() throws IOException {
        SharedDirectory directory = SharedDirectory.ofThisUser();
        ProcessIdentity self = ProcessIdentity.current();
        Files.createFile(path.resolve(".q." + self + ".1.tmp"));
        Path old = Files.createFile(path.resolve(".q." + self.pid() + "@" + (self.startTime() - 1) + ".1.tmp"));
        assertEquals(List.of(old), directory.abandoned());
    }

    @Test
    void namesThatNoMakerGaveAreLeftAlone() throws IOException {
        SharedDirectory directory = SharedDirectory.ofThisUser();
        for (String name : List.of(
                "q.1@1.1.tmp",
                ".q.tmp",
                ".q.x@1.1.tmp",
                ".q.0@1.1.tmp",
                ".q.99999999999@1.1.tmp",
                ".q.1@" + "9".repeat(20) + ".1.tmp")) {
            Files.createFile(path.resolve(name));
        }
        assertEquals(List.of(), directory.abandoned());
    }

    static final class SlowMaker {
        public static void main(String[] args) throws IOException {
            SharedFile.openOrCreate(SharedDirectory.ofThisUser().resolve("queue"), 8, region -> {
                System.out.println("half made");
                awaitInput();
            });
        }

        private static void awaitInput() {
            try {
                if (System.in.read() < 0) {
                    return;
                }
            } catch (IOException parentEnded) {
                return;
            }
        }
    }

    private static void assertRefused(String because) {
        OsException e = assertThrows(OsException.class, SharedDirectory::ofThisUser);
        assertEquals("EPERM", e.errno());
        assertTrue(e.call().contains(because), e.call());
    }
}
