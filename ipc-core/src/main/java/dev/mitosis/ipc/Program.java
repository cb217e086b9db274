package dev.mitosis.ipc;

import java.util.List;

/** What a child process does. A public class with a public constructor without parameters, so that a new JVM can make one. */
@FunctionalInterface
public interface Program {
    /**
     * @return the process's exit code, 0 to 255
     */
    int run(List<String> arguments) throws Exception;
}
