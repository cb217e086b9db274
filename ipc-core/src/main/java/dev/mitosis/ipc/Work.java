package dev.mitosis.ipc;

import java.io.IOException;
import java.util.List;

/** What a child is started for. */
interface Work {
    /**
     * Does it, in a forked child.
     *
     * @return the exit code
     */
    int run() throws Exception;

    /** What to tell {@link SpawnedMain} in a new JVM, so that it does it there. */
    List<String> arguments() throws IOException;
}
