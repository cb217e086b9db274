package dev.mitosis.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mitosis.platform.Capability;
import dev.mitosis.process.ExitStatus;
import dev.mitosis.process.PlainFork;
import dev.mitosis.testing.Unwedged;
import org.junit.jupiter.api.Test;

class MembarrierTest {
    @Test
    void registeringAndRunningCanBeRepeated() {
        assumeTrue(Capability.MEMBARRIER.isAvailable(), Capability.MEMBARRIER::missingBecause);
        for (int i = 0; i < 3; i++) {
            Membarrier.register();
            Membarrier.run();
        }
    }

    @Test
    void aForkedChildTakesPartToo() throws Exception {
        assumeTrue(Capability.MEMBARRIER.isAvailable(), Capability.MEMBARRIER::missingBecause);
        Membarrier.register();
        ExitStatus status = Unwedged.fork(() -> PlainFork.start(
                        () -> {
                            Membarrier.run();
                            return 5;
                        },
                        Unwedged.LIMIT)
                .join());
        assertEquals(ExitStatus.exited(5), status);
    }

    @Test
    void itIsRefusedWhereItIsMissing() {
        assumeTrue(!Capability.MEMBARRIER.isAvailable());
        assertThrows(UnsupportedOperationException.class, Membarrier::register);
        assertThrows(UnsupportedOperationException.class, Membarrier::run);
    }
}
