package dev.mitosis.io;

import dev.mitosis.platform.Capability;
import dev.mitosis.platform.OsException;
import dev.mitosis.raw.LibC;
import dev.mitosis.raw.Unistd;
import jnr.constants.platform.OpenFlags;

/**
 * The two ends of a pipe(2). A forked child inherits both; a program that is executed inherits neither.
 *
 * @param reader where to read; at its end of file once every writer, in every process, is closed
 * @param writer where to write
 */
public record PipeEnds(Descriptor reader, Descriptor writer) implements AutoCloseable {
    /**
     * @throws UnsupportedOperationException where {@link Capability#PIPE} is missing
     * @throws OsException EMFILE or ENFILE, when there are no descriptors left
     */
    public static PipeEnds open() {
        Capability.PIPE.require();
        int[] ends = new int[2];
        int closeOnExec = OpenFlags.O_CLOEXEC.intValue();
        OsException.check("pipe2", LibC.load(Unistd.class).pipe2(ends, closeOnExec), "O_CLOEXEC");
        return new PipeEnds(Descriptor.of(ends[0]), Descriptor.of(ends[1]));
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
    }
}
