package dev.mitosis.process;

import dev.mitosis.io.PipeEnds;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.IntSupplier;

/** What forked children do in these tests. */
final class Bodies {
    private static final Duration LONG = Duration.ofSeconds(5);

    private Bodies() {}

    /** Lives until the parent writes to the pipe or ends; then exits with 0. */
    static IntSupplier untilEndOfFile(PipeEnds pipe) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(1);
        return () -> {
            pipe.writer().close();
            pipe.reader().read(buffer);
            return 0;
        };
    }

    /** Waits for a child that ends by its alarm, unless it wedges before it has set that. */
    static void awaitEnd(ForkedChild child) {
        try (Pidfd handle = Pidfd.open(child.pid())) {
            if (!handle.await(LONG)) {
                child.kill();
                Processes.waitpid(child.pid());
                throw new WedgedChildException(child.pid(), LONG);
            }
        }
    }
}
