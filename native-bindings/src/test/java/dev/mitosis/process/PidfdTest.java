package dev.mitosis.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.io.PipeEnds;
import dev.mitosis.platform.OsException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PidfdTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private Process cat;

    @BeforeEach
    void start() throws Exception {
        cat = new ProcessBuilder("cat").start();
    }

    @AfterEach
    void end() throws Exception {
        cat.destroyForcibly();
        assertTrue(cat.waitFor(20, TimeUnit.SECONDS));
    }

    @Test
    void aRunningProcessIsWaitedForUntilItEnds() throws Exception {
        try (Pidfd handle = Pidfd.open((int) cat.pid())) {
            assertFalse(handle.await(Duration.ZERO));
            assertFalse(handle.await(Duration.ofMillis(20)));
            CompletableFuture<Boolean> ended = CompletableFuture.supplyAsync(() -> handle.await(LONG));
            cat.getOutputStream().close();
            assertTrue(ended.get(20, TimeUnit.SECONDS));
            assertTrue(handle.await(Duration.ZERO));
        }
    }

    @Test
    void aSignalGoesToExactlyThisProcess() throws Exception {
        try (Pidfd handle = Pidfd.open((int) cat.pid())) {
            assertTrue(handle.kill(Signal.SIGTERM));
            assertTrue(handle.await(LONG));
            assertTrue(cat.waitFor(20, TimeUnit.SECONDS));
            assertEquals(ExitStatus.killedBy(Signal.SIGTERM), ExitStatus.ofProcessBuilder(cat.exitValue()));
            assertFalse(handle.kill(Signal.SIGTERM));
        }
    }

    @Test
    void aZombieHasEnded() {
        try (PipeEnds pipe = PipeEnds.open()) {
            ForkedChild child = PlainFork.start(Bodies.untilEndOfFile(pipe), LONG);
            try (Pidfd handle = Pidfd.open(child.pid())) {
                assertTrue(handle.kill(Signal.SIGKILL));
                assertTrue(handle.await(LONG));
                assertFalse(handle.kill(Signal.SIGKILL));
                assertTrue(child.join().isKilledBy(Signal.SIGKILL));
                assertTrue(handle.await(Duration.ZERO));
                assertFalse(handle.kill(Signal.SIGKILL));
            }
        }
    }

    @Test
    void nobodyCannotBeOpened() throws Exception {
        cat.destroyForcibly().waitFor();
        OsException e = assertThrows(OsException.class, () -> Pidfd.open((int) cat.pid()));
        assertEquals("ESRCH", e.errno());
        assertEquals("pidfd_open(" + cat.pid() + ")", e.call());
    }

    @Test
    void closingTwiceIsHarmlessAndUsingItAfterwardsIsRefused() {
        Pidfd handle = Pidfd.open((int) cat.pid());
        handle.close();
        handle.close();
        assertThrows(IllegalStateException.class, () -> handle.await(Duration.ZERO));
        assertThrows(IllegalStateException.class, () -> handle.kill(Signal.SIGKILL));
        assertTrue(cat.isAlive());
    }
}
