package dev.mitosis.ipc;

import java.util.List;
import java.util.stream.Stream;

/** A program, made in the child, with its arguments. */
record ProgramWork(Class<? extends Program> program, List<String> words) implements Work {
    @Override
    public int run() throws Exception {
        return program.getConstructor().newInstance().run(words);
    }

    @Override
    public List<String> arguments() {
        return Stream.concat(Stream.of(program.getName()), words.stream()).toList();
    }
}
