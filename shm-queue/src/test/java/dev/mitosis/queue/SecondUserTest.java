package dev.mitosis.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.platform.OsException;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.InSharedMemory;
import dev.mitosis.testing.SecondUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Two users of one machine, whose files are in a directory like {@code /dev/shm}. */
class SecondUserTest {
    private static final String DENIED = ", O_RDWR|O_NOFOLLOW): EACCES (Permission denied); it is another user's,"
            + " or its directory is: choose another path, or run as its owner";

    private static SecondUser second;

    @TempDir(factory = InSharedMemory.class)
    Path parent;

    private Path mine;

    @BeforeAll
    static void comes() throws IOException {
        second = SecondUser.create();
    }

    @AfterAll
    static void goes() {
        if (second != null) {
            second.close();
        }
    }

    @BeforeEach
    void choose() {
        SecondUser.openToAll(parent);
        mine = parent.resolve("mine");
        System.setProperty(SharedDirectory.DIRECTORY_PROPERTY, mine.toString());
    }

    @AfterEach
    void unchoose() {
        System.clearProperty(SharedDirectory.DIRECTORY_PROPERTY);
    }

    @Test
    void anothersNamedQueueIsOutOfReachAndItsOwnOfTheSameNameWorks() {
        try (MessageQueue queue = MessageQueue.named("orders").open()) {
            queue.producer().offer("first user's".getBytes(UTF_8));
            Path file = mine.resolve("orders");
            assertEquals(
                    List.of(
                            "OsException: open(" + file + DENIED,
                            "OsException: open(" + file + DENIED,
                            "OsException: open(" + file + DENIED,
                            "AccessDeniedException: " + file,
                            "AccessDeniedException: " + mine,
                            "OsException: opendir(" + mine + ", owner=0, mode=40700): EPERM (Operation not permitted);"
                                    + " it has to be a directory of this user's own with mode 0700, and no link: have it"
                                    + " removed, or choose another one with -Dmitosis.directory",
                            "its own"),
                    does(
                            "open",
                            file,
                            "openExisting",
                            file,
                            "inspect",
                            file,
                            "delete",
                            file,
                            "list",
                            mine,
                            "openNamedIn",
                            mine,
                            "talkToItselfIn",
                            parent.resolve("its")));
            assertEquals(List.of(file), SharedDirectory.ofThisUser().files());
            assertEquals("first user's", QueueContract.text(queue.consumer().poll()));
        }
    }

    @Test
    void anothersQueueInAPlaceForAllIsOutOfReach() {
        Path file = parent.resolve("orders");
        try (MessageQueue queue = MessageQueue.at(file).open()) {
            queue.producer().offer("first user's".getBytes(UTF_8));
            assertEquals(
                    List.of(
                            "OsException: open(" + file + DENIED,
                            "OsException: open(" + file + DENIED,
                            "OsException: open(" + file + DENIED,
                            "FileSystemException: " + file + ": Operation not permitted"),
                    does("open", file, "openExisting", file, "inspect", file, "delete", file));
            assertEquals("first user's", QueueContract.text(queue.consumer().poll()));
        }
    }

    @Test
    void anothersAnonymousQueueIsOutOfReachAlsoByItsHandle() {
        try (MessageQueue queue = MessageQueue.anonymous().open()) {
            String refused = does("openByHandle", queue.handle()).get(0);
            assertTrue(refused.startsWith("OsException: open(/proc/"), refused);
            assertTrue(refused.contains("EACCES (Permission denied); it is another user's"), refused);
        }
    }

    @Test
    void aQueueThatTheOtherOneOffersIsNotUsed() throws IOException {
        Path file = parent.resolve("orders");
        assertEquals(List.of("done"), does("offerToAll", file));
        byte[] content = Files.readAllBytes(file);
        for (Executable opening : List.<Executable>of(
                MessageQueue.at(file)::open, MessageQueue.at(file)::openExisting, () -> QueueInspection.of(file))) {
            OsException refused = assertThrows(OsException.class, opening);
            assertEquals(
                    "open(" + file + ", owner=" + SecondUser.UID + "): EPERM (Operation not permitted);"
                            + " the file is another user's: choose another path, or have it removed",
                    refused.getMessage());
        }
        assertArrayEquals(content, Files.readAllBytes(file));
    }

    @Test
    void aDirectoryThatTheOtherOneHasMadeIsNotUsedForQueues() {
        assertEquals(List.of("its own"), does("talkToItselfIn", mine));
        OsException refused = assertThrows(OsException.class, () -> MessageQueue.named("orders"));
        assertTrue(refused.call().startsWith("opendir(" + mine + ", owner=" + SecondUser.UID), refused.call());
    }

    private static List<String> does(Object... verbsAndPaths) {
        ChildJvm.Ended ended = second.run(IntruderProgram.class, List.of(), verbsAndPaths);
        assertEquals(0, ended.exitValue(), ended.output());
        return ended.output().lines().toList();
    }
}
