package dev.mitosis.ipc;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a body that its parent has left in a file, which is its first argument, and leaves the outcome in another. */
public final class BodyProgram implements Program {
    @Override
    public int run(List<String> arguments) throws Exception {
        File request = new File(arguments.get(0));
        byte[] bytes;
        try (FileInputStream in = new FileInputStream(request)) {
            bytes = in.readAllBytes(); // by what a JVM has loaded anyway
        }
        if (!request.delete()) {
            throw new IOException("cannot remove " + request);
        }
        return BodyWork.run((Body<?>) Marshal.fromBytes(bytes), Path.of(arguments.get(1)));
    }
}
