package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.Launcher;
import dev.mitosis.testing.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@EnabledOnOs(OS.LINUX)
@Timeout(300) // an archive is made with the lowest priority
final class ClassArchiveTest {
    private static final String FROM_ARCHIVE = "dev.mitosis.ipc.BodyProgram source: shared objects file";

    @TempDir
    private Path directory;

    private Path archives;
    private Launcher jars;

    @BeforeEach
    void makeJars() throws IOException {
        archives = directory.resolve("made").resolve("archives");
        jars = new Launcher(List.of(), Jars.classPath(directory));
    }

    @Test
    void comesWithTheFirstChildAndIsUsedByTheNextOfAnyProcess() throws IOException {
        assertFalse(isUsedByAChild());
        assertTrue(isUsedByAChild());
        assertEquals(1, files().size(), files().toString());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(archives)));
    }

    @Test
    void isAnotherOneForAnotherJar() throws IOException {
        isUsedByAChild();
        Path old = files().get(0);
        Files.setLastModifiedTime(directory.resolve("classes-0.jar"), FileTime.fromMillis(1_000_000_000));
        assertFalse(isUsedByAChild());
        assertEquals(2, files().size(), files().toString());
        Path anew =
                files().stream().filter(path -> !path.equals(old)).findFirst().orElseThrow();
        Files.delete(anew);
        Files.move(old, archives.resolve(key(anew) + "-" + checksum(old)));
        assertFalse(isUsedByAChild()); // the JVM refuses it, and says nothing of it
    }

    private static String key(Path archive) {
        String name = archive.getFileName().toString();
        return name.substring(0, name.indexOf('-'));
    }

    private static String checksum(Path archive) {
        String name = archive.getFileName().toString();
        return name.substring(name.indexOf('-') + 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 400_000})
    void isMadeAnewWhenItIsCutOff(int length) throws IOException {
        isUsedByAChild();
        byte[] bytes = Files.readAllBytes(files().get(0));
        assertTrue(length < bytes.length);
        replaceBy(Arrays.copyOf(bytes, length));
        assertFalse(isUsedByAChild());
        assertTrue(isUsedByAChild());
    }

    @Test
    void isMadeAnewWhenAByteOfItIsAnother() throws IOException {
        isUsedByAChild();
        byte[] bytes = Files.readAllBytes(files().get(0));
        bytes[bytes.length / 2]++;
        replaceBy(bytes);
        assertFalse(isUsedByAChild());
        assertEquals(1, files().size(), files().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-Dmitosis.archives=off", "-Xshare:off", "-Dmitosis.fallback=true"})
    void isNotMadeWhenThatIsNotWanted(String flag) throws IOException {
        assertFalse(isUsedByAChild(flag));
        assertFalse(Files.exists(archives) && !files().isEmpty());
    }

    @Test
    void isNotMadeWhenClassesComeFromDirectories() throws IOException {
        jars = Launcher.PLAIN;
        assertFalse(isUsedByAChild());
        assertFalse(Files.exists(archives));
    }

    @Test
    void childrenStartWhereItCannotBeMade() throws IOException {
        Files.writeString(directory.resolve("made"), "no directory");
        assertFalse(isUsedByAChild());
    }

    @Test
    void isGivenUpWithTheProcessThatMakesIt() throws IOException {
        try (ChildJvm parent = start(ArchiveParents.Lingering.class)) {
            Until.holds("an archive is being made", () -> makers() > 0);
            parent.kill();
        }
        Until.holds("nothing makes an archive", () -> makers() == 0);
        isUsedByAChild(); // removes what the other one may have left
        assertEquals(1, files().size(), files().toString());
    }

    @Test
    void isGivenUpWhenTheProcessThatMakesItEnds() throws IOException {
        try (ChildJvm parent = start(ArchiveParents.Lingering.class)) {
            Until.holds("an archive is being made", () -> makers() > 0);
            ProcessHandle.of(parent.pid()).orElseThrow().destroy();
            assertNotEquals(0, parent.awaitEnd());
        }
        Until.holds("nothing makes an archive", () -> makers() == 0);
    }

    private int makers() {
        return CommandLines.with(ArchiveMain.class.getName(), archives.toString())
                .size();
    }

    private void replaceBy(byte[] bytes) throws IOException {
        Path archive = files().get(0);
        Files.delete(archive); // the JVM writes it read-only
        Files.write(archive, bytes);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> found = Files.list(archives)) {
            return found.toList();
        }
    }

    /** Whether a child has its classes from an archive; it has to print nothing. */
    private boolean isUsedByAChild(String... flags) throws IOException {
        ChildJvm.Ended ended = ChildJvm.run(
                jars,
                SpawnedMain.class,
                Stream.concat(Stream.of("-D" + ClassArchive.PROPERTY + "=" + archives), Stream.of(flags))
                        .toList(),
                arguments(ArchiveParents.Once.class));
        assertEquals(0, ended.exitValue(), ended.output());
        String loaded = Files.readString(loaded());
        assertTrue(loaded.contains("dev.mitosis.ipc.BodyProgram"), loaded);
        return loaded.contains(FROM_ARCHIVE);
    }

    private ChildJvm start(Class<? extends Program> parent) {
        return ChildJvm.start(
                jars, SpawnedMain.class, List.of("-D" + ClassArchive.PROPERTY + "=" + archives), arguments(parent));
    }

    private Object[] arguments(Class<? extends Program> parent) {
        return new ProgramWork(parent, List.of(directory.resolve("output").toString(), loaded().toString()))
                .arguments()
                .toArray();
    }

    private Path loaded() {
        return directory.resolve("loaded");
    }
}
