package dev.mitosis.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.platform.OsException;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.InSharedMemory;
import dev.mitosis.testing.SecondUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A second user was first at the places that this user's files will have, in a directory like {@code /dev/shm}. */
class SquatterTest {
    private static SecondUser squatter;

    @TempDir(factory = InSharedMemory.class)
    Path parent;

    private Path path;

    @BeforeAll
    static void comes() throws IOException {
        squatter = SecondUser.create();
    }

    @AfterAll
    static void goes() {
        if (squatter != null) {
            squatter.close();
        }
    }

    @BeforeEach
    void choose() {
        SecondUser.openToAll(parent);
        path = parent.resolve("mine");
        System.setProperty(SharedDirectory.DIRECTORY_PROPERTY, path.toString());
    }

    @AfterEach
    void unchoose() {
        System.clearProperty(SharedDirectory.DIRECTORY_PROPERTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "open-directory", "file"})
    void whatItHasMadeIsNotUsedAsTheDirectory(String what) {
        squats(what, path);
        assertDirectoryRefused();
    }

    @Test
    void aLinkToItsDirectoryIsNotFollowed() throws IOException {
        Path trap = parent.resolve("trap");
        squats("open-directory", trap);
        squats("link", path, trap);
        assertDirectoryRefused();
        assertEquals(List.of(), entries(trap));
    }

    @Test
    void aLinkToADirectoryOfThisUsersIsNotFollowed() throws IOException {
        Path other = parent.resolve("other");
        System.setProperty(SharedDirectory.DIRECTORY_PROPERTY, other.toString());
        SharedDirectory.ofThisUser();
        System.setProperty(SharedDirectory.DIRECTORY_PROPERTY, path.toString());
        squats("link", path, other);
        assertDirectoryRefused();
        assertEquals(List.of(), entries(other));
    }

    @Test
    void itsFileIsNotOpened() {
        Path file = parent.resolve("file");
        squats("file", file);
        OsException refused = assertFileRefused("EPERM", file);
        assertTrue(refused.call().contains("owner=" + SecondUser.UID), refused.call());
        assertEquals(0, file.toFile().length());
    }

    @ParameterizedTest
    @ValueSource(strings = {"precious", "nothing"})
    void itsLinkIsNotFollowedToAFile(String target) throws IOException {
        byte[] content = {1, 2, 3};
        Path precious = Files.write(parent.resolve("precious"), content);
        Path file = parent.resolve("file");
        squats("link", file, parent.resolve(target));
        assertFileRefused("ELOOP", file);
        assertArrayEquals(content, Files.readAllBytes(precious));
        assertEquals(Set.of(precious, file), Set.copyOf(entries(parent)));
    }

    /** Root may remove it, another user may not and would hear of that. Neither writes through it. */
    @Test
    void aLinkWhereAFileIsPreparedIsNotFollowed() throws IOException {
        byte[] content = {1, 2, 3};
        Path precious = Files.write(parent.resolve("precious"), content);
        Path file = parent.resolve("file");
        Path prepared = parent.resolve(nextTemporaryName("file"));
        squats("link", prepared, precious);
        SharedFile.openOrCreate(file, 8, region -> region.putLong(0, 77)).close();
        assertFalse(Files.exists(prepared, LinkOption.NOFOLLOW_LINKS));
        assertTrue(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS));
        assertArrayEquals(content, Files.readAllBytes(precious));
    }

    /** As anybody can guess it. */
    private static String nextTemporaryName(String purpose) {
        String[] last = TemporaryName.of(purpose).split("\\.", -1);
        int count = last.length - 2;
        last[count] = String.valueOf(Integer.parseInt(last[count]) + 1);
        return String.join(".", last);
    }

    private static void squats(String what, Path... places) {
        ChildJvm.Ended ended = squatter.run(SquatterProgram.class, List.of(), join(what, places));
        assertEquals(new ChildJvm.Ended(0, ""), ended);
    }

    private static Object[] join(String what, Path... places) {
        return Stream.concat(Stream.of(what), Stream.of(places)).toArray();
    }

    private void assertDirectoryRefused() {
        OsException refused = assertThrows(OsException.class, SharedDirectory::ofThisUser);
        assertEquals("EPERM", refused.errno());
        assertTrue(refused.call().contains("opendir(" + path + ", owner=" + SecondUser.UID), refused.call());
        assertTrue(refused.getMessage().contains("have it removed, or choose another"), refused.getMessage());
    }

    private static OsException assertFileRefused(String errno, Path file) {
        assertRefused(errno, file, () -> SharedFile.open(file));
        return assertRefused(errno, file, () -> SharedFile.openOrCreate(file, 8, region -> region.putLong(0, 7)));
    }

    private static OsException assertRefused(String errno, Path file, Executable opening) {
        OsException refused = assertThrows(OsException.class, opening);
        assertEquals(errno, refused.errno());
        assertTrue(refused.call().startsWith("open(" + file), refused.call());
        return refused;
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        }
    }
}
