package dev.mitosis.ipc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class JvmCommandTest {
    @Test
    void keepsFlagsAndClassPathAndAddsToThem() {
        List<String> line = JvmCommand.likeThisOne()
                .withFlags(List.of("-Xmx33m"))
                .withClassPath("more.jar")
                .commandLine(JvmCommandTest.class, List.of("a", "b c"));
        assertTrue(line.get(0).endsWith("java"), line.toString());
        assertTrue(line.contains("--enable-native-access=ALL-UNNAMED"), line.toString());
        assertTrue(line.indexOf("-Xmx33m") > line.indexOf("-Xmx512m"), line.toString());
        assertTrue(line.get(line.indexOf("-cp") + 1).endsWith("more.jar"), line.toString());
        assertEquals(List.of(JvmCommandTest.class.getName(), "a", "b c"), line.subList(line.size() - 3, line.size()));
    }
}
