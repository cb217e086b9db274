package dev.mitosis.process;

import dev.mitosis.io.PipeEnds;
import java.nio.ByteBuffer;
import java.util.function.IntSupplier;

/** What forked children do in these tests. */
final class Bodies {
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
}
