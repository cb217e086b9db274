package dev.mitosis.memory;

import dev.mitosis.platform.OsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import jnr.constants.platform.Errno;

/** A shared file by the JDK's own means, where POSIX is missing. What the owner of a new file is, the system decides. */
final class ChannelFile extends SharedFile {
    private static final int BLOCK_BYTES = 1 << 16;

    private final FileChannel channel;

    private ChannelFile(FileChannel channel) {
        this.channel = channel;
    }

    static ChannelFile createAt(Path path) {
        return open(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
    }

    static ChannelFile openAt(Path path) {
        return open(path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    }

    private static ChannelFile open(Path path, Set<? extends OpenOption> options) {
        try {
            return new ChannelFile(FileChannel.open(path, options));
        } catch (FileAlreadyExistsException e) {
            throw OsException.of(Errno.EEXIST.intValue(), "open", path);
        } catch (NoSuchFileException e) {
            throw OsException.of(Errno.ENOENT.intValue(), "open", path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open " + path, e);
        }
    }

    static void link(Path existing, Path added) {
        try {
            Files.createLink(added, existing);
        } catch (FileAlreadyExistsException e) {
            throw OsException.of(Errno.EEXIST.intValue(), "link", existing, added);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + added, e);
        }
    }

    @Override
    public String handle() {
        throw new UnsupportedOperationException("a file by the JDK's own means is never anonymous");
    }

    @Override
    public long size() {
        try {
            return channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public MappedRegion map() {
        try {
            return new MappedRegion(new ChannelMapping(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the zeros, which is the only portable way to be sure of the space. */
    @Override
    void reserve(String name, long size) {
        ByteBuffer zeros = ByteBuffer.allocate(BLOCK_BYTES);
        try {
            for (long at = 0; at < size; ) {
                zeros.clear().limit((int) Math.min(BLOCK_BYTES, size - at));
                at += channel.write(zeros, at);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot reserve space for " + name + ", size=" + size, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
