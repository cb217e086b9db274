package dev.mitosis.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CapabilityTest {
    @ParameterizedTest
    @EnumSource(
            value = Capability.class,
            names = {"FORK", "MMAP", "MEMFD", "FUTEX"})
    @EnabledOnOs(OS.LINUX)
    void linuxHasIt(Capability capability) {
        assertEquals("", capability.missingBecause());
        assertTrue(capability.isAvailable());
        capability.require();
    }

    /** A container may deny these, which is an answer too. */
    @ParameterizedTest
    @EnumSource(Capability.class)
    void whatIsMissingIsRefusedByNameAndReason(Capability capability) {
        if (capability.isAvailable()) {
            capability.require();
            return;
        }
        String message = assertThrows(UnsupportedOperationException.class, capability::require)
                .getMessage();
        assertEquals(capability.description() + " is not available here: " + capability.missingBecause(), message);
    }

    @ParameterizedTest
    @EnumSource(Capability.class)
    void itIsDescribedByItsSystemCall(Capability capability) {
        assertTrue(capability.description().matches("[a-z_0-9]+\\(2\\).*"), capability.description());
    }

    @ParameterizedTest
    @EnumSource(Capability.class)
    void askingAgainGivesTheSameAnswer(Capability capability) {
        assertEquals(capability.missingBecause(), capability.missingBecause());
    }
}
