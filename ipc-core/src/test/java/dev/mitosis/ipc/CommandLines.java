package dev.mitosis.ipc;

import java.util.List;
import java.util.stream.Stream;

/** Processes by how they were started; a fork has its parent's command line. */
final class CommandLines {
    private CommandLines() {}

    /** Those that live and whose command lines have all of these in them. */
    static List<ProcessHandle> with(String... parts) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> Stream.of(parts).allMatch(line::contains))
                        .isPresent())
                .toList();
    }
}
