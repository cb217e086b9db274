package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.process.ProcessIdentity;
import dev.mitosis.process.Processes;
import dev.mitosis.process.Signal;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.Launcher;
import dev.mitosis.testing.Until;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How children end with their parent, however that ends and whatever state they are in. */
@EnabledOnOs(OS.LINUX)
final class FamilyTest {
    /** A group of its own, in which Ctrl-C works even if these tests are run in the background of a shell, which ignores it. */
    private static final Launcher INTERRUPTIBLE_GROUP = Launcher.through("env", "--default-signal=INT", "setsid");

    private static final String WAYS = "dev.mitosis.ipc.Way#unforcedAndFallback";
    /** Where there is a guard. */
    private static final String GUARDED_WAYS = "dev.mitosis.ipc.Way#unforced";

    private static final int ENDED_BY_SIGINT = 130;
    /** A second, and what a machine with other things to do takes besides. */
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource(WAYS)
    void endsWithGrandchildrenWhenItsParentIsKilled(Way way) {
        try (ChildJvm parent = startThree(Launcher.PLAIN, way)) {
            List<String> descendants = descendants();
            parent.kill();
            assertEnd(descendants);
        }
    }

    @ParameterizedTest
    @MethodSource(GUARDED_WAYS)
    void endsAlsoWhenItIsStopped(Way way) {
        try (ChildJvm parent = startThree(Launcher.PLAIN, way)) {
            List<String> descendants = descendants();
            descendants.forEach(pid -> Processes.kill(Integer.parseInt(pid), Signal.SIGSTOP));
            parent.kill();
            assertEnd(descendants);
        }
    }

    /** The terminal sends the signal to the whole group, whose first process is the parent. */
    @ParameterizedTest
    @MethodSource(WAYS)
    void endsBeforeItsParentAtCtrlC(Way way) throws Exception {
        try (ChildJvm parent = startThree(INTERRUPTIBLE_GROUP, way)) {
            List<String> descendants = descendants();
            new ProcessBuilder("kill", "-INT", "--", "-" + parent.pid()).start().waitFor();
            assertEquals(ENDED_BY_SIGINT, parent.awaitEnd());
            assertTrue(Callers.proc(descendants.get(0)).isEmpty(), "the child ends before its parent");
            assertEnd(descendants);
            assertEquals("hook;", parent.readLine());
            assertEquals(null, parent.readLine());
        }
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void endsWithItsParentAtSigtermAlsoWhenItIsStopped(Way way) {
        try (ChildJvm parent = startThree(Launcher.PLAIN, way)) {
            List<String> descendants = descendants();
            Processes.kill(Integer.parseInt(descendants.get(0)), Signal.SIGSTOP);
            Processes.kill((int) parent.pid(), Signal.SIGTERM);
            parent.awaitEnd();
            assertTrue(Callers.proc(descendants.get(0)).isEmpty(), "the child is killed, and reaped, by its parent");
            assertEnd(descendants);
        }
    }

    /** The main class has no guard around what it does, and does it once. */
    @ParameterizedTest
    @MethodSource(WAYS)
    void isAwaitedWhenMainReturnsUnlessItIsADaemon(Way way) throws Exception {
        try (ChildJvm parent = way.start(Families.WhoReturn.class, way.method(), directory)) {
            String awaited = noted("awaited");
            String daemon = noted("daemon");
            assertTrue(ProcessHandle.of(parent.pid()).isPresent());
            assertFalse(Files.exists(directory.resolve("done")));
            Files.createFile(directory.resolve("go"));
            assertEquals(0, parent.awaitEnd());
            assertTrue(Files.exists(directory.resolve("done")));
            assertEnd(List.of(awaited, daemon));
            assertEquals("main;", parent.readLine());
            assertEquals(null, parent.readLine());
        }
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void doesSoForItsOwnChildren(Way way) {
        ChildMethods.run(
                Families.WhoseChildReturns.class,
                way,
                directory,
                Path.of(way.method().name()));
    }

    @ParameterizedTest
    @MethodSource(WAYS)
    void runsATaskThatIsAClass(Way way) {
        String output = ChildMethods.run(
                Families.OfTasks.class, way, Path.of(way.method().name()));
        assertTrue(output.startsWith("hello, world;hello, world;hello, nobody;"), output);
    }

    private ChildJvm startThree(Launcher launcher, Way way) {
        String method = way.method().name();
        return way.start(
                launcher,
                SpawnedMain.class,
                new ProgramWork(Families.OfThree.class, List.of(method, directory.toString(), method))
                        .arguments()
                        .toArray());
    }

    /** Child and grandchild, once both are there; and what else they have started. */
    private List<String> descendants() {
        List<String> all = new ArrayList<>(List.of(noted("child"), noted("grandchild")));
        all.addAll(forkServers(all.get(0)));
        return all;
    }

    /** The fork servers of a process, if any; not its guard, which nobody watches. */
    private static List<String> forkServers(String pid) {
        return ProcessHandle.of(Long.parseLong(pid)).stream()
                .flatMap(ProcessHandle::children)
                .filter(child -> child.info()
                        .commandLine()
                        .filter(line -> line.contains(ZygoteMain.class.getName()))
                        .isPresent())
                .map(child -> Long.toString(child.pid()))
                .toList();
    }

    private String noted(String who) {
        Path file = directory.resolve(who);
        Until.holds(who + " is there", () -> Files.exists(file));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertEnd(List<String> pids) {
        assertTrue(
                Until.holdsWithin(SOON, () -> living(pids).findAny().isEmpty()),
                () -> "they live on: " + living(pids).toList());
    }

    private static Stream<String> living(List<String> pids) {
        return pids.stream()
                .filter(pid -> ProcessIdentity.of(Integer.parseInt(pid)).isPresent());
    }
}
