package dev.mitosis.io;

import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;

/**
 * A pipe of the operating system's, as channels. A forked child inherits both ends, and each process should close the one that it does not
 * use: the source is at its end when every sink is closed. A program that is executed inherits neither.
 */
public record OsPipe(DescriptorChannel source, DescriptorChannel sink) implements AutoCloseable {
    /**
     * @throws UnsupportedOperationException where {@link Capability#PIPE} is missing
     * @throws OsException EMFILE or ENFILE, when there are no descriptors left
     */
    public static OsPipe open() {
        PipeEnds ends = PipeEnds.open();
        return new OsPipe(
                new DescriptorChannel(ends.reader(), true, false), new DescriptorChannel(ends.writer(), false, true));
    }

    @Override
    public void close() throws java.io.IOException {
        source.close();
        sink.close();
    }
}
