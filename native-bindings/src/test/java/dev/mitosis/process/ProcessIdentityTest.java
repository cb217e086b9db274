package dev.mitosis.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.io.PipeEnds;
import dev.mitosis.memory.MappedRegion;
import dev.mitosis.testing.Unwedged;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessIdentityTest {
    private static final Duration KILLED_BEFORE = Duration.ofSeconds(20);
    private static final long LAST_START = (1L << 42) - 1;
    private static final int LAST_PID = (1 << 22) - 1;

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 4398046511103", "4194303, 0", "4194303, 4398046511103", "2097152, 1", "1234, 5678"})
    void aWordHoldsThePairAndIsNeverZero(int pid, long startTime) {
        ProcessIdentity identity = new ProcessIdentity(pid, startTime);
        assertNotEquals(0, identity.toWord());
        assertEquals(Optional.of(identity), ProcessIdentity.ofWord(identity.toWord()));
    }

    @Test
    void wordsThatNobodyMakesAreNobody() {
        assertEquals(Optional.empty(), ProcessIdentity.ofWord(0));
        assertEquals(Optional.empty(), ProcessIdentity.ofWord(LAST_START));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "-1, 1", "4194304, 1", "1, -1", "1, 4398046511104"})
    void whatDoesNotFitIntoAWordIsRefused(int pid, long startTime) {
        String message = assertThrows(IllegalArgumentException.class, () -> new ProcessIdentity(pid, startTime))
                .getMessage();
        assertTrue(message.endsWith("pid=" + pid + ", startTime=" + startTime), message);
    }

    @Test
    void thisProcessIsAlive() {
        ProcessIdentity self = ProcessIdentity.current();
        assertEquals(ProcessHandle.current().pid(), self.pid());
        assertTrue(self.isAlive());
        assertEquals(Optional.of(self), ProcessIdentity.of(self.pid()));
    }

    @Test
    void aNumberUsedAgainIsAnotherProcess() {
        ProcessIdentity self = ProcessIdentity.current();
        ProcessIdentity earlier = new ProcessIdentity(self.pid(), self.startTime() - 1);
        assertNotEquals(self, earlier);
        assertNotEquals(self.toWord(), earlier.toWord());
        assertFalse(earlier.isAlive());
    }

    @Test
    void numbersOfNoProcessAreNobody() {
        assertEquals(Optional.empty(), ProcessIdentity.of(0));
        assertEquals(Optional.empty(), ProcessIdentity.of(-1));
        assertEquals(Optional.empty(), ProcessIdentity.of(LAST_PID + 1L));
        assertEquals(Optional.empty(), ProcessIdentity.of(Long.MAX_VALUE));
        assertFalse(new ProcessIdentity(LAST_PID, LAST_START).isAlive());
    }

    @Test
    void aZombieCountsAsEnded() {
        try (PipeEnds pipe = PipeEnds.open()) {
            ForkedChild child = PlainFork.start(Bodies.untilEndOfFile(pipe), KILLED_BEFORE);
            ProcessIdentity identity = ProcessIdentity.of(child.pid()).orElseThrow();
            assertTrue(identity.isAlive());
            child.kill();
            try (Pidfd handle = Pidfd.open(child.pid())) {
                assertTrue(handle.await(Duration.ofSeconds(20)));
            }
            assertFalse(identity.isAlive());
            assertEquals(Optional.empty(), ProcessIdentity.of(child.pid()));
            child.join();
            assertFalse(identity.isAlive());
        }
    }

    @Test
    void aForkedChildKnowsItselfAsItsParentKnowsIt() throws Exception {
        Unwedged.fork(() -> {
            try (PipeEnds pipe = PipeEnds.open();
                    MappedRegion region = MappedRegion.anonymous(Long.BYTES)) {
                ForkedChild child = PlainFork.start(
                        () -> {
                            region.putLong(0, ProcessIdentity.current().toWord());
                            return Bodies.untilEndOfFile(pipe).getAsInt();
                        },
                        Unwedged.LIMIT);
                ProcessIdentity seen = ProcessIdentity.of(child.pid()).orElseThrow();
                pipe.writer().write(ByteBuffer.allocateDirect(1));
                child.join();
                assertEquals(Optional.of(seen), ProcessIdentity.ofWord(region.getLong(0)));
                return seen;
            }
        });
    }

    /** A thread's name becomes its forked child's, cut to 15 bytes: here in the middle of a letter. */
    @Test
    void aProcessWhoseNameIsNotUtf8IsAlive() throws Exception {
        assertAlive("\\303");
    }

    @Test
    void aProcessWhoseNameLooksLikeTheRestOfTheLineIsAlive() throws Exception {
        assertAlive("x) Z 1 (");
    }

    private static void assertAlive(String name) throws Exception {
        Process shell =
                new ProcessBuilder("sh", "-c", "printf '" + name + "' > /proc/$$/comm; echo; read line").start();
        try {
            shell.inputReader().readLine();
            assertEquals(
                    Optional.of(shell.pid()), ProcessIdentity.of(shell.pid()).map(identity -> (long) identity.pid()));
        } finally {
            shell.destroyForcibly().waitFor();
        }
    }
}
