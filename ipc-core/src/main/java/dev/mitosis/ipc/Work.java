package dev.mitosis.ipc;

import java.io.DataOutputStream;
import java.io.IOException;

/** What a child is started for. */
interface Work {
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

    /** Tells a fork server what to do, see {@link ForkRequest}. */
    void carry(DataOutputStream out) throws IOException;
}
