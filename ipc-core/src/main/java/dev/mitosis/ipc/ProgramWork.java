package dev.mitosis.ipc;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/** A program, made in the child, with its arguments. */
record ProgramWork(Class<? extends Program> program, List<String> words) implements Work, Serializable {
    @Override
    public int run() throws Exception {
        return program.getConstructor().newInstance().run(words);
    }

    @Override
    public ProgramWork elsewhere() {
        return this;
    }

    /** What to tell {@link SpawnedMain} in a new JVM, so that it does it there. */
    List<String> arguments() {
        return Stream.concat(Stream.of(program.getName()), words.stream()).toList();
    }
}
