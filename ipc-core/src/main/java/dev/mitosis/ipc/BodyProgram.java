package dev.mitosis.ipc;

import java.util.List;

/** Runs a body that its parent has left in a file, which is its first argument, and leaves the outcome in another. */
public final class BodyProgram implements Program {
    @Override
    public int run(List<String> arguments) throws Exception {
        return BodyWork.ofArguments(arguments).run();
    }
}
