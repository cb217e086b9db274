package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.testing.InSharedMemory;
import dev.mitosis.testing.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process cannot make another queue for want of something: that is said, nothing half made is left, and the queue that it has
 * goes on. When there is enough again, it can.
 */
class ExhaustionTest {
    private static final int SMALL = 4096;
    private static final int LARGE = 1 << 26;
    private static final int ENOUGH_DESCRIPTORS = 1000;

    @TempDir(factory = InSharedMemory.class)
    Path directory;

    private RemoteEnd end;
    private MessageQueue queue;
    private Consumer consumer;
    private int sent;

    @BeforeEach
    void start() throws Exception {
        Path kept = directory.resolve("kept");
        end = RemoteEnd.producer(kept, WaitStrategy.SPIN);
        queue = MessageQueue.at(kept).openExisting();
        consumer = queue.consumer();
        // A program that has run for a while has its classes.
        for (String kind : List.of("anonymous", "named")) {
            end.does(make(kind, SMALL));
        }
        assertRefused("ENOENT", end.ask("join " + directory.resolve("missing") + " SPIN"));
        delete();
        assertTheQueueGoesOn();
    }

    @AfterEach
    void stop() {
        end.close();
        queue.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"named", "anonymous"})
    void forAFileThatIsLongerThanAllowed(String kind) throws Exception {
        Limits.set(end.pid(), "fsize", LARGE / 2);
        assertRefused("EFBIG", end.ask(make(kind, LARGE)), "posix_fallocate(", "size=", "ulimit -f");
        assertNothingIsLeft();
        assertTheQueueGoesOn();
        Limits.lift(end.pid(), "fsize");
        end.does(make(kind, LARGE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"named", "anonymous"})
    void forAddressSpace(String kind) throws Exception {
        Limits.set(end.pid(), "as", addressSpace() + LARGE / 2);
        assertRefused("ENOMEM", end.ask(make(kind, LARGE)), "mmap(length=", "ulimit -v");
        assertNothingIsLeft();
        assertTheQueueGoesOn();
        Limits.lift(end.pid(), "as");
        end.does(make(kind, LARGE));
    }

    /** With none at first, and then one more each time: so it fails at each step that needs one. */
    @ParameterizedTest
    @ValueSource(strings = {"named", "anonymous"})
    void forDescriptors(String kind) throws Exception {
        int limit = 0;
        Limits.set(end.pid(), "nofile", limit);
        String answer = end.ask(make(kind, SMALL));
        assertNotEquals("ok", answer);
        while (!answer.equals("ok")) {
            assertTrue(answer.contains("oo many open files") && answer.contains("ulimit -n"), answer);
            assertNothingIsLeft();
            assertTheQueueGoesOn();
            limit++;
            assertTrue(limit < ENOUGH_DESCRIPTORS, answer);
            Limits.set(end.pid(), "nofile", limit);
            answer = end.ask(make(kind, SMALL));
        }
        assertTheQueueGoesOn();
    }

    @Test
    void theQueueIsClosedWithoutDescriptors() throws Exception {
        Limits.set(end.pid(), "nofile", 0);
        end.does("leave");
        try (Producer successor = queue.producer()) {
            assertTrue(successor.offer(new byte[1]));
        }
    }

    private String make(String kind, int capacity) {
        return "make " + (kind.equals("named") ? directory.resolve("another") : kind) + " " + capacity;
    }

    private void delete() throws IOException {
        Files.delete(directory.resolve("another"));
    }

    private static void assertRefused(String errno, String answer, String... words) {
        assertTrue(answer.startsWith("OsException: ") && answer.contains(": " + errno + " ("), answer);
        for (String word : words) {
            assertTrue(answer.contains(word), answer);
        }
    }

    /** Neither a file with a name, nor one without, nor one that is only prepared. */
    private void assertNothingIsLeft() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(directory.resolve("kept")), files.toList());
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + end.pid() + "/fd"))) {
            assertEquals(List.of(), descriptors.filter(this::isOfAQueue).toList());
        }
    }

    private boolean isOfAQueue(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/memfd:mitosis-queue") || target.startsWith(directory.toString());
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private void assertTheQueueGoesOn() throws InterruptedException {
        end.does("send " + sent + " 2");
        for (int last = sent + 2; sent < last; sent++) {
            assertEquals(sent, consumer.receive(Duration.ofSeconds(20)).getLong(0));
        }
        consumer.release();
    }

    private long addressSpace() throws IOException {
        String kilobytes = Files.readString(Path.of("/proc/" + end.pid() + "/status"), StandardCharsets.UTF_8)
                .replaceAll("(?s).*VmSize:\\s*(\\d+) kB.*", "$1");
        return Long.parseLong(kilobytes) * 1024;
    }
}
