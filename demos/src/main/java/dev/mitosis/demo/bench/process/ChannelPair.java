package dev.mitosis.demo.bench.process;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** Where a process reads and where it writes: two pipes, or one socket. */
record ChannelPair(ReadableByteChannel in, WritableByteChannel out) implements Closeable {
    @Override
    public void close() throws IOException {
        in.close();
        out.close();
    }
}
