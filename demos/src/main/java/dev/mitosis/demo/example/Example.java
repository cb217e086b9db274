package dev.mitosis.demo.example;

import dev.mitosis.ipc.StartMethod;
import java.io.PrintStream;

/** A small program that shows one thing. */
@FunctionalInterface
public interface Example {
    /**
     * Shows it.
     *
     * @param method how its processes start
     * @param out where it tells what it does
     * @return whether all was as it should be
     */
    boolean run(StartMethod method, PrintStream out) throws Exception;
}
