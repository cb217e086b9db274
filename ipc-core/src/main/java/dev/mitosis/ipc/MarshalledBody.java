package dev.mitosis.ipc;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * A body that has come from another JVM. It is read when it is called: so what cannot be read fails as if the body had thrown it. A
 * class, since a new JVM would take long to link a lambda.
 */
final class MarshalledBody implements Callable<Object> {
    private final byte[] bytes;
    private final Optional<File> file;

    private MarshalledBody(byte[] bytes, Optional<File> file) {
        this.bytes = bytes;
        this.file = file;
    }

    static MarshalledBody of(byte[] bytes) {
        return new MarshalledBody(bytes, Optional.empty());
    }

    /** In a file, which goes when it is read. */
    static MarshalledBody in(File file) {
        return new MarshalledBody(new byte[0], Optional.of(file));
    }

    @Override
    public Object call() throws Exception {
        return ((Body<?>) Marshal.fromBytes(file.isPresent() ? take(file.get()) : bytes)).call();
    }

    /** By what a JVM has loaded anyway. */
    private static byte[] take(File file) throws IOException {
        byte[] bytes;
        try (FileInputStream in = new FileInputStream(file)) {
            bytes = in.readAllBytes();
        }
        if (!file.delete()) {
            throw new IOException("cannot remove " + file);
        }
        return bytes;
    }
}
