package dev.mitosis.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.ipc.ChildProcess;
import dev.mitosis.memory.SharedDirectory;
import dev.mitosis.queue.Consumer;
import dev.mitosis.queue.MessageQueue;
import dev.mitosis.queue.Producer;
import dev.mitosis.queue.QueueInspection;
import dev.mitosis.queue.Topology;
import dev.mitosis.shared.Shared;
import dev.mitosis.shared.SharedInspection;
import dev.mitosis.shared.SharedLock;
import dev.mitosis.testing.Until;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** ps and top show a queue and who uses it. */
final class WatchTest {
    private static final String NAME = "watch-test";

    private MessageQueue queue;
    private Producer producer;
    private Consumer consumer;

    @BeforeEach
    void open() {
        queue = MessageQueue.named(NAME).topology(Topology.MPSC).producers(2).open();
        producer = queue.producer();
        consumer = queue.consumer();
    }

    @AfterEach
    void close() {
        queue.delete();
        queue.close();
    }

    @Test
    void psShowsQueuesAndTheirProcesses() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertTrue(producer.offer(new byte[100]));
        }
        consumer.poll();
        consumer.release();
        MitosisCommand ps = MitosisCommand.run("ps");
        assertEquals(0, ps.code(), ps.err());
        assertShows(ps, NAME + " +mpsc +1 MiB +1 +0 +in use");
        assertShows(ps, "producer 0 +pid " + ProcessHandle.current().pid() + " +awake");
        assertShows(ps, "consumer 0 +pid " + ProcessHandle.current().pid() + " +awake +lag 224 B");
    }

    @Test
    void psShowsChildrenAndWhatTheyHold() throws Exception {
        consumer.close();
        ChildProcess<Void> child = ChildProcess.builder().name("watched").start(WatchTest::consume);
        try {
            Path file = SharedDirectory.ofThisUser().resolve(NAME);
            Until.holds(
                    "it has the consumer's place",
                    () -> QueueInspection.of(file).participants().stream()
                            .anyMatch(participant -> participant.process().pid() == child.pid()));
            MitosisCommand ps = MitosisCommand.run("ps");
            assertEquals(0, ps.code(), ps.err());
            long self = ProcessHandle.current().pid();
            assertShows(
                    ps,
                    "watched +" + child.method() + " +" + child.pid() + " +pid " + self
                            + " +[1-9][0-9]* MiB +[0-9]+ s, consumer of " + NAME);
        } finally {
            child.kill();
            child.join();
        }
        assertFalse(MitosisCommand.run("ps").out().contains("watched"));
    }

    @Test
    void topShowsHowManyMessagesGoThrough() throws Exception {
        Thread sending = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                producer.offer(new byte[8]);
                consumer.drain(message -> {}, 10);
            }
        });
        sending.start();
        try {
            MitosisCommand top = MitosisCommand.run("top", "--interval=200", "--views=2");
            assertEquals(0, top.code(), top.err());
            assertShows(top, NAME + " +mpsc +1 MiB +[1-9][0-9,]* msg/s");
            assertEquals(2, Pattern.compile("RATE").matcher(top.out()).results().count(), top.out());
        } finally {
            sending.interrupt();
            sending.join();
        }
    }

    @Test
    void psAndTopShowWhoHasALockAndWhoWaits() throws Exception {
        try (SharedLock lock = Shared.named(NAME + "-lock").lock()) {
            Thread waiter = new Thread(lock::lock);
            lock.lock();
            try {
                waiter.start();
                Path file = SharedDirectory.ofThisUser().resolve(NAME + "-lock");
                while (SharedInspection.of(file).participants().get(0).waiting() == 0) {
                    Thread.onSpinWait();
                }
                String pid = "pid " + ProcessHandle.current().pid();
                for (MitosisCommand shown : List.of(
                        MitosisCommand.run("ps"),
                        MitosisCommand.run("ps", file.toString()),
                        MitosisCommand.run("top", "--interval=100", "--views=1"),
                        MitosisCommand.run("top", "--interval=100", "--views=1", file.toString()))) {
                    assertEquals(0, shown.code(), shown.err());
                    assertShows(shown, NAME + "-lock +lock +" + pid + " +0 +in use");
                    assertShows(shown, "owner +" + pid + " +alive +1 waiting");
                }
            } finally {
                lock.unlock();
                waiter.join();
                lock.delete();
            }
        }
    }

    @Test
    void whatIsNoQueueIsSaidInALine() throws Exception {
        MitosisCommand ps = MitosisCommand.run("ps", "/proc/self/exe");
        assertEquals(1, ps.code());
        assertEquals(1, ps.err().lines().count(), ps.err());
    }

    private static Void consume() throws InterruptedException {
        try (MessageQueue queue = MessageQueue.named(NAME).openExisting();
                Consumer consumer = queue.consumer()) {
            consumer.receive();
        }
        return null;
    }

    private static void assertShows(MitosisCommand command, String line) {
        assertTrue(Pattern.compile(line).matcher(command.out()).find(), command.out());
    }
}
