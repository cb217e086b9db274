package dev.mitosis.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.platform.Platform.Os;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "Linux, LINUX",
        "Mac OS X, MACOS",
        "Windows 11, WINDOWS",
        "Windows Server 2025, WINDOWS",
        "FreeBSD, OTHER",
        "Darwin, OTHER",
    })
    void anOperatingSystemIsKnownByWhatTheJvmCallsIt(String name, Os expected) {
        assertEquals(expected, Os.named(name));
    }

    @Test
    void onlyLinuxHasLinuxCallsAndMacOsHasPosixToo() {
        assertTrue(new Platform(Os.LINUX, "amd64", false).isLinux());
        assertTrue(new Platform(Os.LINUX, "amd64", false).isPosix());
        assertFalse(new Platform(Os.MACOS, "aarch64", false).isLinux());
        assertTrue(new Platform(Os.MACOS, "aarch64", false).isPosix());
        assertFalse(new Platform(Os.WINDOWS, "amd64", false).isPosix());
        assertFalse(new Platform(Os.OTHER, "amd64", false).isPosix());
    }

    @Test
    void theForcedFallbackMakesLinuxLookLikeAPlatformWithoutPosix() {
        Platform forced = new Platform(Os.LINUX, "amd64", true);
        assertFalse(forced.isLinux());
        assertFalse(forced.isPosix());
        assertEquals("linux-amd64 (fallback forced)", forced.toString());
    }

    @Test
    void itsNameIsTheSystemAndTheProcessor() {
        assertEquals("linux-aarch64", new Platform(Os.LINUX, "aarch64", false).toString());
        assertTrue(new Platform(Os.LINUX, "aarch64", false).isAarch64());
        assertFalse(new Platform(Os.LINUX, "amd64", false).isAarch64());
    }
}
