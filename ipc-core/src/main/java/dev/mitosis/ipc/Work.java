package dev.mitosis.ipc;

import java.io.DataOutputStream;
import java.io.IOException;

/** What a child is started for. */
sealed interface Work permits BodyWork, ProgramWork {
    /** Is told before a fork is made that is to do it: of this JVM, or of a fork server. */
    default void prepareForFork() {}

    /**
     * Does it, in a child that was forked from this JVM.
     *
     * @return the exit code
     */
    int run() throws Exception;

    /** What does it in a new JVM. */
    ProgramWork elsewhere() throws IOException;

    /** For a fork server, as {@link ForkRequest} reads it. */
    void writeTo(DataOutputStream out) throws IOException;

    /** Is told, at the next start, that the child which did it has ended. */
    default void ended() {}
}
