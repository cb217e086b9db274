package dev.mitosis.ipc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a body that its parent has left in a file, which is its first argument, and leaves the outcome in another. */
public final class BodyProgram implements Program {
    @Override
    public int run(List<String> arguments) throws Exception {
        Path request = Path.of(arguments.get(0));
        byte[] bytes = Files.readAllBytes(request);
        Files.delete(request);
        return BodyWork.run((Body<?>) Marshal.fromBytes(bytes), Path.of(arguments.get(1)));
    }
}
