package dev.mitosis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.testing.ChildJvm;
import dev.mitosis.testing.InSharedMemory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A live fork's child finds the queues open that its parent has open. */
class InheritedQueueTest {
    @TempDir(factory = InSharedMemory.class)
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"MPSC", "MPMC", "BROADCAST"})
    void itsParentsEndsAreNotItsOwnButItCanTakeOthers(Topology topology) {
        assertInherits(directory.resolve("queue"), topology);
    }

    @ParameterizedTest
    @EnumSource(names = {"MPSC", "MPMC", "BROADCAST"})
    void soItIsWithAnAnonymousQueue(Topology topology) {
        assertInherits("anonymous", topology);
    }

    private static void assertInherits(Object place, Topology topology) {
        assumeTrue(LiveFork.missingBecause().isEmpty(), LiveFork::missingBecause);
        ChildJvm.Ended ended = ChildJvm.run(InheritingProgram.class, List.of(), place, topology);
        assertEquals(0, ended.exitValue(), ended.output());
        assertEquals("""
                child: the producer is the parent process's: take one here
                child: the consumer is the parent process's: take one here
                parent: from the parent
                parent: from the child
                """, ended.output());
    }
}
