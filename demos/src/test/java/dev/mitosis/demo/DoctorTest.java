package dev.mitosis.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mitosis.fork.LiveFork;
import dev.mitosis.platform.Capability;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class DoctorTest {
    @Test
    void namesEveryCapability() throws Exception {
        MitosisCommand command = MitosisCommand.run("doctor");
        assertEquals(0, command.code(), command.err());
        for (Capability capability : Capability.values()) {
            String finding = capability.isAvailable() ? "yes" : "no: " + capability.missingBecause();
            assertTrue(
                    command.out()
                            .lines()
                            .anyMatch(line -> line.startsWith(capability.description()) && line.endsWith(finding)),
                    command.out());
        }
    }

    @Test
    void saysWhetherLiveForkWorksAndWhyNot() throws Exception {
        String missing = LiveFork.missingBecause();
        String finding = missing.isEmpty() ? "yes" : "no: " + missing;
        MitosisCommand command = MitosisCommand.run("doctor");
        assertTrue(
                command.out().lines().anyMatch(line -> line.startsWith("live fork") && line.endsWith(finding)),
                command.out());
    }

    @Test
    void saysHowMuchMemoryIsLeft() throws Exception {
        MitosisCommand command = MitosisCommand.run("doctor");
        Matcher memory = Pattern.compile("(?m)^memory +(\\d+) MiB available of (\\d+) MiB$")
                .matcher(command.out());
        assertTrue(memory.find(), command.out());
        assertTrue(Long.parseLong(memory.group(1)) < Long.parseLong(memory.group(2)), command.out());
    }

    @Test
    void saysWhatIsMissingAndWhy() throws Exception {
        MitosisCommand command = MitosisCommand.run(List.of("-Dmitosis.fallback=true"), "doctor");
        assertEquals(0, command.code(), command.err());
        assertTrue(command.out().contains("no: not on "), command.out());
        assertTrue(command.out().contains("SPAWN by default"), command.out());
    }

    @Test
    void failsWhereNoFileCanBeShared() throws Exception {
        MitosisCommand command = MitosisCommand.run(List.of("-Dmitosis.directory=/proc/mitosis"), "doctor");
        assertEquals(1, command.code());
        assertTrue(command.out().contains("-Dmitosis.directory"), command.out());
    }
}
