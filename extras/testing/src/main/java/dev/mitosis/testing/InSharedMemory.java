package dev.mitosis.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/** Has {@code @TempDir} make its directories where shared files really live; only their owner may enter them. */
public final class InSharedMemory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
        Path shm = Path.of("/dev/shm");
        return Files.isDirectory(shm)
                ? Files.createTempDirectory(shm, "mitosis-test-")
                : Files.createTempDirectory("mitosis-test-");
    }
}
