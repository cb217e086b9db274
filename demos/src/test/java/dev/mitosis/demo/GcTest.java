package dev.mitosis.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.ipc.Program;
import dev.mitosis.ipc.StartMethod;
import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import dev.mitosis.shared.Shared;
import dev.mitosis.shared.SharedLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** gc removes what the dead left, and nothing else. */
final class GcTest {
    private static final String LEFT = "gc-test-left";
    private static final String USED = "gc-test-used";
    private static final String IDLE = "gc-test-idle";
    private static final String LEFT_LOCK = LEFT + "-lock";
    private static final String IDLE_LOCK = IDLE + "-lock";
    private final Path directory = SharedDirectory.ofThisUser().path();

    /** Takes the producer's place, says so, and waits to be killed. */
    public static final class Holder implements Program {
        @Override
        public int run(List<String> arguments) throws InterruptedException {
            try (MessageQueue queue = MessageQueue.named(LEFT).open();
                    SharedLock lock = Shared.named(LEFT_LOCK).lock();
                    Producer producer = queue.producer()) {
                lock.tryLock();
                producer.send(new byte[0]);
                Thread.sleep(Duration.ofMinutes(1).toMillis());
            }
            return 0;
        }
    }

    @AfterEach
    void cleanUp() throws Exception {
        for (String name : List.of(LEFT, LEFT_LOCK, USED, IDLE, IDLE_LOCK)) {
            Files.deleteIfExists(directory.resolve(name));
        }
    }

    @Test
    void removesWhatTheDeadLeftAndNothingElse() throws Exception {
        Path abandoned = leaveTemporary();
        leaveQueue();
        MessageQueue.named(IDLE).open().close();
        Shared.named(IDLE_LOCK).lock().close();
        try (MessageQueue used = MessageQueue.named(USED).open();
                Consumer consumer = used.consumer()) {
            MitosisCommand dry = MitosisCommand.run("gc", "--dry-run");
            assertTrue(dry.out().contains("would remove " + directory.resolve(LEFT)), dry.out());
            assertTrue(Files.exists(directory.resolve(LEFT)) && Files.exists(abandoned));

            MitosisCommand real = MitosisCommand.run("gc");
            assertEquals(0, real.code(), real.err());
            assertFalse(Files.exists(directory.resolve(LEFT)), real.out());
            assertFalse(Files.exists(directory.resolve(LEFT_LOCK)), real.out());
            assertFalse(Files.exists(abandoned), real.out());
            assertTrue(Files.exists(directory.resolve(USED)), real.out());
            assertTrue(Files.exists(directory.resolve(IDLE)), real.out());
            assertTrue(Files.exists(directory.resolve(IDLE_LOCK)), real.out());
            assertEquals(null, consumer.poll());
        }
    }

    private static void leaveQueue() throws Exception {
        try (MessageQueue queue = MessageQueue.named(LEFT).open()) {
            ChildProcess<Void> holder = ChildProcess.start(StartMethod.SPAWN, Holder.class, List.of());
            try (Consumer consumer = queue.consumer()) {
                consumer.receive();
            }
            holder.kill();
            holder.join();
        }
    }

    /** A directory named after a process that is dead by now. */
    private Path leaveTemporary() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path path = directory.resolve(".gc-test." + dead.pid() + "@1.1.tmp");
        Files.createDirectory(path);
        Files.writeString(path.resolve("file"), "left");
        return path;
    }
}
