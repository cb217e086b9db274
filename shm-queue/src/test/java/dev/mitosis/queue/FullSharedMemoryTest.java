package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.Launcher;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A {@code /dev/shm} that is full. The process has it for itself, and a queue in it whose both ends are its own. */
class FullSharedMemoryTest {
    private static final int BYTES = 1 << 20;
    private static final int FILES = 12;
    private static final int LARGE = BYTES / 4;
    private static final int SMALL = 4096;

    @Test
    void ofBytes() {
        fills(BYTES, 10_000, LARGE);
    }

    @Test
    void ofFiles() {
        fills(BYTES, FILES, SMALL);
    }

    private static void fills(int bytes, int files, int capacity) {
        try (RemoteEnd end = RemoteEnd.start(Launcher.withOwnSharedMemory(bytes, files))) {
            end.does("open /dev/shm/kept SPIN").does("produce").does("consume").does("send 0 10");
            int made = 0;
            String answer = end.ask("make /dev/shm/q0 " + capacity);
            while (answer.equals("ok")) {
                made++;
                answer = end.ask("make /dev/shm/q" + made + " " + capacity);
            }
            assertTrue(answer.startsWith("OsException: "), answer);
            assertTrue(answer.contains("/dev/shm/") && answer.contains("q" + made), answer);
            assertTrue(answer.contains("ENOSPC (No space left on device); the file system is full: "), answer);
            assertEquals("kept" + names(made), end.ask("list /dev/shm"));
            assertEquals("0 1 2 3 4 5 6 7 8 9", end.ask("receive 10"));
            end.does("send 10 5");
            assertEquals("10 11 12 13 14", end.ask("receive 5"));
            end.does("delete /dev/shm/q0");
            end.does("make /dev/shm/q0 " + capacity);
        }
    }

    private static String names(int count) {
        return IntStream.range(0, count).mapToObj(number -> " q" + number).collect(Collectors.joining());
    }
}
