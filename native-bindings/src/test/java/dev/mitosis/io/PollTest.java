package dev.mitosis.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PollTest {
    private final List<PipeEnds> pipes =
            Stream.generate(PipeEnds::open).limit(3).toList();
    private final List<Descriptor> readers =
            pipes.stream().map(PipeEnds::reader).toList();

    @AfterEach
    void close() {
        pipes.forEach(PipeEnds::close);
    }

    @Test
    void nothingToReadIsSaidWhenTheTimeIsOver() {
        long start = System.nanoTime();
        assertEquals(List.of(), Poll.readable(readers, Duration.ofMillis(30)));
        assertTrue(System.nanoTime() - start >= 30_000_000);
        assertFalse(Poll.readable(readers.get(0), Duration.ZERO));
    }

    @Test
    void aTimeBelowAMillisecondIsWaitedForToo() {
        long start = System.nanoTime();
        assertFalse(Poll.readable(readers.get(0), Duration.ofNanos(900_000)));
        assertTrue(System.nanoTime() - start >= 900_000);
    }

    @Test
    void thoseThatCanBeReadComeInTheOrderGiven() {
        write(2);
        write(0);
        assertEquals(List.of(readers.get(0), readers.get(2)), Poll.readable(readers, Duration.ofSeconds(20)));
        assertEquals(
                List.of(readers.get(2), readers.get(0)),
                Poll.readable(List.of(readers.get(2), readers.get(1), readers.get(0)), Duration.ofSeconds(20)));
    }

    @Test
    void aPipeWithoutWritersCanBeRead() {
        pipes.get(1).writer().close();
        assertEquals(List.of(readers.get(1)), Poll.readable(readers, Duration.ofSeconds(20)));
    }

    @Test
    void aWaitEndsWhenSomethingComes() throws Exception {
        CompletableFuture<List<Descriptor>> ready =
                CompletableFuture.supplyAsync(() -> Poll.readable(readers, Duration.ofSeconds(20)));
        write(1);
        assertEquals(List.of(readers.get(1)), ready.get(20, TimeUnit.SECONDS));
    }

    @Test
    void theLongestTimeIsAWaitLikeAnyOther() {
        write(0);
        assertTrue(Poll.readable(readers.get(0), ChronoUnit.FOREVER.getDuration()));
        assertTrue(Poll.readable(readers.get(0), Duration.ofDays(365)));
    }

    @Test
    void aNegativeTimeIsRefused() {
        Duration past = Duration.ofNanos(-1);
        String message = assertThrows(IllegalArgumentException.class, () -> Poll.readable(readers, past))
                .getMessage();
        assertTrue(message.endsWith("timeout=" + past), message);
    }

    @Test
    void waitingForNothingJustTakesTheTime() {
        assertEquals(List.of(), Poll.readable(List.of(), Duration.ofMillis(1)));
    }

    @Test
    void aClosedDescriptorIsRefused() {
        readers.get(1).close();
        assertThrows(IllegalStateException.class, () -> Poll.readable(readers, Duration.ZERO));
    }

    private void write(int index) {
        pipes.get(index).writer().write(ByteBuffer.allocateDirect(1));
    }
}
