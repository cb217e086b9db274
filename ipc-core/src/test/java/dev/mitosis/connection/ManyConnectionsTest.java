package dev.mitosis.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.sync.Futex;
import dev.mitosis.testing.Background;
import dev.mitosis.testing.Until;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting for several connections at once. */
@Timeout(60)
final class ManyConnectionsTest {
    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long SMALL = 1 << 12;

    private final Pipe pipe = Pipe.duplex(SMALL);
    private final List<Connection> two = List.of(pipe.first(), pipe.second());

    @AfterEach
    void close() {
        pipe.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20, 140})
    void theReadyOnesOfManyAreTold(int count) throws Exception {
        List<Pipe> pipes =
                Stream.generate(() -> Pipe.oneWay(SMALL)).limit(count).toList();
        List<Connection> receivers = pipes.stream().map(Pipe::first).toList();
        try {
            assertEquals(List.of(), Connections.await(receivers, SOON));
            for (int i = 0; i < count; i += 7) {
                Connection sender = pipes.get(i).second();
                Background<List<Connection>> waiting = Background.start(() -> Connections.await(receivers, LONG));
                Until.holds("it waits", () -> Asleep.is(waiting));
                sender.send(i);
                assertEquals(List.of(receivers.get(i)), waiting.result());
                assertEquals(i, receivers.get(i).receive());
            }
            pipes.get(count - 1).second().close();
            assertEquals(List.of(receivers.get(count - 1)), Connections.await(receivers, LONG));
        } finally {
            pipes.forEach(Pipe::close);
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        Background<List<Connection>> waiting = Background.start(() -> Connections.await(two, LONG));
        Until.holds("it waits", () -> Asleep.is(waiting));
        waiting.thread().interrupt();
        assertInstanceOf(InterruptedException.class, waiting.failure());
    }

    @Test
    void whoWaitsUsesNoProcessor() throws Exception {
        long used = processorNanosOfHalfASecond(two);
        assertTrue(used < 250_000_000, "used=" + used + " ns of 500 ms");
    }

    /** More than the kernel can wait for: it looks a thousand times in a second. */
    @Test
    void whoWaitsForVeryManyUsesLittleProcessor() throws Exception {
        List<Pipe> pipes = Stream.generate(() -> Pipe.oneWay(SMALL))
                .limit(Futex.MOST_AT_ONCE + 20)
                .toList();
        long used = processorNanosOfHalfASecond(pipes.stream().map(Pipe::first).toList());
        pipes.forEach(Pipe::close);
        assertTrue(used < 350_000_000, "used=" + used + " ns of 500 ms");
    }

    private static long processorNanosOfHalfASecond(List<Connection> connections) throws InterruptedException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Connections.await(connections, SOON);
        long before = threads.getCurrentThreadCpuTime();
        Connections.await(connections, Duration.ofMillis(500));
        return threads.getCurrentThreadCpuTime() - before;
    }
}
