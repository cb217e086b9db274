package dev.mitosis.fork;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The libraries that are committed are those of the committed C sources, and each is for its processor. */
class PrebuiltLibraryTest {
    private static final Path MAIN = Path.of(System.getProperty("project.root"), "native-bindings", "src", "main");
    private static final Path SOURCES = MAIN.resolve("c");
    private static final Path LIBRARIES = MAIN.resolve("resources/dev/mitosis/fork");
    private static final int ELF_MACHINE_OFFSET = 18;

    @ParameterizedTest
    @CsvSource({"linux-x86_64, 62", "linux-aarch64, 183"})
    void theLibraryIsOfTheseSources(String platform, int machine) throws Exception {
        byte[] library = Files.readAllBytes(LIBRARIES.resolve(platform).resolve("libmitosis-fork.so"));
        ByteBuffer header = ByteBuffer.wrap(library).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals("\u007fELF", new String(library, 0, 4, ISO_8859_1));
        assertEquals(machine, header.getShort(ELF_MACHINE_OFFSET));
        assertTrue(
                new String(library, ISO_8859_1).contains(hashOfSources()),
                "stale, platform=" + platform + ": run native-bindings/src/main/c/prebuild.sh");
    }

    @ParameterizedTest
    @CsvSource({"linux-x86_64, 62", "linux-aarch64, 183"})
    void theGuardIsOfTheseSources(String platform, int machine) throws Exception {
        byte[] program = Files.readAllBytes(LIBRARIES.resolve(platform).resolve("mitosis-guard"));
        assertEquals(
                machine, ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN).getShort(ELF_MACHINE_OFFSET));
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        hash.update(Files.readAllBytes(SOURCES.resolve("guard/guard.c")));
        hash.update(Files.readAllBytes(SOURCES.resolve("guard/system.h")));
        assertTrue(
                new String(program, ISO_8859_1).contains(HexFormat.of().formatHex(hash.digest())),
                "stale, platform=" + platform + ": run native-bindings/src/main/c/prebuild.sh");
    }

    /** As {@code build.sh} counts: {@code cat livefork.h arch/*.h *.c | sha256sum}. */
    private static String hashOfSources() throws Exception {
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        hash.update(Files.readAllBytes(SOURCES.resolve("livefork.h")));
        for (Path header : sorted(SOURCES.resolve("arch"), ".h")) {
            hash.update(Files.readAllBytes(header));
        }
        for (Path source : sorted(SOURCES, ".c")) {
            hash.update(Files.readAllBytes(source));
        }
        return HexFormat.of().formatHex(hash.digest());
    }

    private static List<Path> sorted(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
