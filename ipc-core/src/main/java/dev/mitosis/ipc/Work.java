package dev.mitosis.ipc;

import java.io.IOException;

/** What a child is started for. */
interface Work {
    /** Is told before a fork of this JVM is made that is to do it. */
    default void prepareForFork() {}

    /**
     * Does it, in a child that was forked from this JVM.
     *
     * @return the exit code
     */
    int run() throws Exception;

    /** What does it in another JVM. */
    ProgramWork elsewhere() throws IOException;
}
