package dev.mitosis.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CpuAffinityTest {
    private BitSet before;

    @BeforeEach
    void remember() {
        assumeTrue(Capability.AFFINITY.isAvailable(), Capability.AFFINITY::missingBecause);
        before = CpuAffinity.get();
    }

    @AfterEach
    void restore() {
        if (before != null) {
            CpuAffinity.set(before);
        }
    }

    @Test
    void aThreadMayBeConfinedToOneCpuAndFreedAgain() {
        assertFalse(before.isEmpty());
        BitSet one = new BitSet();
        one.set(before.length() - 1);
        CpuAffinity.set(one);
        assertEquals(one, CpuAffinity.get());
        CpuAffinity.set(before);
        assertEquals(before, CpuAffinity.get());
    }

    @Test
    void noCpuAtAllIsRefused() {
        OsException e = assertThrows(OsException.class, () -> CpuAffinity.set(new BitSet()));
        assertEquals("EINVAL", e.errno());
        assertEquals(before, CpuAffinity.get());
    }
}
